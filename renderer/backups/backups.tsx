import type { ReactElement } from 'react';
import { backUp, chooseBackup } from '../actions/backups';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';
import { Dialog } from '../ui/dialog';
import { Why } from '../ui/why';
import { BackupFacts } from './backup-facts';
import { BackupList } from './backup-list';
import { refusalWords } from './backup-words';
import { BusyButton } from './busy-button';
import { WorkBar } from './work-bar';

/** The node's backups: when the last was made and the next is due, where they are, and what can be done with each. */
export function Backups({ status }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.backups;
  const { backups } = status;
  const busy = status.work !== null;
  return (
    <Dialog wide title={words.title} onClose={() => setApp({ panel: null })}>
      {backups.problem !== null && (
        <p className="backups-problem" data-testid="backups-problem">
          <Icon name="warning" />
          <Why message={backups.problem.message}>{words.failed(refusalWords(backups.problem, text))}</Why>
        </p>
      )}
      <BackupFacts status={backups} />
      <div className="backups-actions">
        <BusyButton id="back-up" className="button primary" busy={busy} run={backUp}>
          {words.now}
        </BusyButton>
        <BusyButton className="button" busy={busy} run={chooseBackup}>
          {words.other}
        </BusyButton>
        <WorkBar status={status} />
      </div>
      <BackupList status={status} />
    </Dialog>
  );
}
