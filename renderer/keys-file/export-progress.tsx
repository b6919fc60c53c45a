import { type ReactElement, useEffect, useState } from 'react';
import { cancelFileWork } from '../actions/keys-file';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';

/** ms: an export that is done by then needs no dialog, which would only flash. */
const LONG_MS = 500;

/** How far a long export is. */
export function ExportProgress({ work }: { work: Status['work'] }): ReactElement | null {
  const text = useText();
  const isExporting = work?.kind === 'export';
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isExporting) return;
    const timer = setTimeout(() => setIsLong(true), LONG_MS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isExporting]);
  if (!isExporting || !isLong) return null;
  return (
    <Dialog title={text.keysFile.exporting} onClose={cancelFileWork}>
      <ProgressBar label={text.keysFile.work.export} progress={work} />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={cancelFileWork}>
          {text.backups.cancel}
        </button>
      </div>
    </Dialog>
  );
}
