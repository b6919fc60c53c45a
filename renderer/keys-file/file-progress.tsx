import type { ReactElement } from 'react';
import { cancelFileWork } from '../actions/keys-file';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { useApp } from '../state';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';
import { useLasts } from '../ui/use-lasts';
import { fileWork } from './keys-file-words';

/** ms: an export that is done by then needs no dialog, which would only flash. */
const LONG_MS = 500;

/** How far a long export is, or an import whose dialog went with a page that crashed. */
export function FileProgress({ work }: { work: Status['work'] }): ReactElement | null {
  const text = useText();
  const isImporting = useApp((state) => state.importing !== null);
  const shown = fileWork(work);
  const kind = isImporting && shown !== 'export' ? null : shown;
  const isLong = useLasts(kind !== null, LONG_MS);
  if (kind === null || !isLong) return null;
  const words = text.keysFile;
  return (
    <Dialog title={kind === 'export' ? words.exporting : words.title} onClose={cancelFileWork}>
      <ProgressBar label={words.work[kind]} progress={work} />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={cancelFileWork}>
          {text.backups.cancel}
        </button>
      </div>
    </Dialog>
  );
}
