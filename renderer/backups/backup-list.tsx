import { memo, type ReactElement } from 'react';
import { askAsNew, startPreview, verify } from '../actions/backups';
import type { Backup, BackupsStatus, Rule, Status } from '../bridge';
import { useClock } from '../clock';
import { exactTime } from '../format';
import { type Text, useText } from '../i18n';
import { Icon } from '../icons';
import { Menu } from '../ui/menu';
import { When } from '../ui/when';
import { factWords, markWords } from './backup-words';
import { BusyButton } from './busy-button';
import { useBackups } from './use-backups';

/** The backups in the folder, newest first, or why there are none to see. */
export function BackupList({ status: { backups: status, rule, work } }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.backups;
  const found = useBackups(status);
  if (found === null) return <p className="quiet backups-none">{text.detail.loading}</p>;
  if (!found.ok) return <p className="bad backups-none">{words.listRefused}</p>;
  if (found.value.length === 0) return <p className="quiet backups-none">{emptyWords(status, text)}</p>;
  return (
    <ul className="backups" data-testid="backups" aria-label={words.list}>
      {found.value.map((backup) => (
        <Item key={backup.name} backup={backup} rule={rule} busy={work !== null} />
      ))}
    </ul>
  );
}

function emptyWords({ folder, minutes }: BackupsStatus, { backups: words }: Text): string {
  if (folder === null) return words.emptyElsewhere;
  return minutes === null ? words.emptyNever : words.empty;
}

/** Up to 500 of these, drawn anew only when they change: work under way tells its progress ten times a second. */
const Item = memo(function Item({ backup, rule, busy }: { backup: Backup; rule: Rule; busy: boolean }): ReactElement {
  const text = useText();
  const words = text.backups;
  const { name, header, problem } = backup;
  const when = header === null ? name : exactTime(header.time, text);
  const usable = header !== null && problem === null;
  const asNew = { label: words.asNew, run: () => askAsNew(backup) };
  const check = { label: words.verify, run: () => void verify(backup) };
  return (
    <li data-testid="backup" data-name={name}>
      <div className="backup-about">
        {header === null ? (
          <b className="mono">{name}</b>
        ) : (
          <b>
            <When time={header.time} />
          </b>
        )}
        <p>
          <Mark backup={backup} />
          <span className="quiet">{factWords(backup, rule, text)}</span>
        </p>
      </div>
      {usable && (
        <BusyButton className="button" label={words.restoreOf(when)} busy={busy} run={() => startPreview(backup)}>
          {words.restore}
        </BusyButton>
      )}
      <Menu
        label={words.more(when)}
        face={<Icon name="dots" className="icon dots" />}
        className="bare icon-button"
        groups={[{ items: usable ? [check, asNew] : [check] }]}
      />
    </li>
  );
});

function Mark({ backup }: { backup: Backup }): ReactElement {
  const text = useText();
  const { text: words, tone, icon } = markWords(backup, 0, text);
  const hint = useClock((now) => markWords(backup, now, text).hint);
  return (
    <span className={`state ${tone}`} title={hint}>
      <Icon name={icon} />
      {words}
    </span>
  );
}
