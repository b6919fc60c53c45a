import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { chooseFolder, openFolder, resetFolder, setMinutes } from '../actions/backups';
import type { BackupsStatus } from '../bridge';
import { useClock } from '../clock';
import { useText } from '../i18n';
import { Fact } from '../ui/fact';
import { When } from '../ui/when';
import { nextWords, schedules, scheduleWords } from './backup-words';
import { BusyButton } from './busy-button';

/** When and where backups are made. */
export function BackupFacts({ status }: { status: BackupsStatus }): ReactElement {
  const text = useText();
  const words = text.backups;
  const { last, folder } = status;
  const next = useClock((now) => nextWords(status, now, text));
  return (
    <dl className="backup-facts">
      <Fact name={words.last}>{last === null ? words.none : <When time={last} />}</Fact>
      {folder !== null && <Fact name={words.next}>{next}</Fact>}
      {folder !== null && <Schedule status={status} />}
      <Fact name={words.folder}>
        {folder === null ? words.noFolder : <span className="mono">{folder}</span>}
        <span className="folder-actions">
          {folder !== null && <Act run={openFolder} label={words.openFolder} />}
          <Act run={chooseFolder} label={words.chooseFolder} />
          {status.chosen && <Act run={resetFolder} label={words.usualFolder} />}
        </span>
      </Fact>
    </dl>
  );
}

/** Shows what is chosen at once: a key pressed before the node's status tells of the last choice goes on from that. */
function Schedule({ status }: { status: BackupsStatus }): ReactElement {
  const text = useText();
  const words = text.backups;
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const unanswered = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a status that comes after the last answer counts
  useEffect(() => {
    if (unanswered.current === 0) setChosen(null);
  }, [status]);
  const choose = async (value: string): Promise<void> => {
    setChosen(value);
    unanswered.current += 1;
    const done = await setMinutes(value === '' ? null : Number(value));
    unanswered.current -= 1;
    if (!done) setChosen(null);
  };
  return (
    <Fact name={<label htmlFor={id}>{words.schedule}</label>}>
      <select id={id} value={chosen ?? status.minutes ?? ''} onChange={(event) => void choose(event.target.value)}>
        {schedules(status.minutes).map((choice) => (
          <option key={choice} value={choice}>
            {scheduleWords(choice, text)}
          </option>
        ))}
        <option value="">{words.never}</option>
      </select>
    </Fact>
  );
}

function Act({ label, run }: { label: string; run: () => Promise<void> }): ReactElement {
  return (
    <BusyButton className="bare" busy={false} run={run}>
      {label}
    </BusyButton>
  );
}
