import type { ReactElement } from 'react';
import { closeRestore } from '../actions/backups';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { useApp } from '../state';
import { Dialog } from '../ui/dialog';
import { When } from '../ui/when';
import { factWords } from './backup-words';
import { RestoreActions } from './restore-actions';
import { RestoreStep } from './restore-step';

/** Restores one backup, step by step: what would change, the progress, the result. */
export function Restore({ status }: { status: Status }): ReactElement | null {
  const text = useText();
  const words = text.backups;
  const restoring = useApp((state) => state.restoring);
  if (restoring === null) return null;
  const { backup, asNew, step } = restoring;
  return (
    <Dialog title={asNew ? words.newNetwork.title : words.restoring.title} onClose={closeRestore}>
      <p className="quiet">
        {backup.header === null ? backup.name : <When time={backup.header.time} />}
        {` · ${factWords(backup, status.rule, text)}`}
      </p>
      <div className="restore" data-testid="restore" data-step={step.at}>
        <RestoreStep restoring={restoring} status={status} />
      </div>
      <RestoreActions key={step.at} restoring={restoring} rule={status.rule} />
    </Dialog>
  );
}
