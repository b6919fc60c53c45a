import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { cancelWork } from '../actions/backups';
import type { Status } from '../bridge';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { ProgressBar } from '../ui/progress-bar';

/** The work under way with backups, its progress, and Cancel for what was begun here. */
export function WorkBar({ status: { work, backups } }: { status: Status }): ReactElement | null {
  const text = useText();
  const { running } = backups;
  const shown = work ?? (running && { kind: 'backup' as const, ...running });
  if (shown === null) return null;
  const label = { ...text.backups.work, ...text.keysFile.work }[shown.kind];
  return (
    <div className="work" data-testid="backup-work" data-kind={shown.kind}>
      <ProgressBar label={label} progress={shown} />
      {work !== null && <CancelButton />}
    </div>
  );
}

/** Passes the focus on when it disappears, as the work may end while the button has it. */
function CancelButton(): ReactElement {
  const text = useText().backups;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (own === document.activeElement) focusOn('back-up');
    };
  }, []);
  return (
    <button ref={button} type="button" className="button" onClick={cancelWork}>
      {text.cancel}
    </button>
  );
}
