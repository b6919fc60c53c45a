import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { cancelWork } from '../actions/backups';
import type { BackupsStatus, BackupWork, Progress } from '../bridge';
import { focusOn } from '../focus';
import { percent } from '../format';
import { useText } from '../i18n';

/** The work under way with backups, its progress, and Cancel for what was begun here. */
export function WorkBar({ status }: { status: BackupsStatus }): ReactElement | null {
  const { work, running } = status;
  const shown = work ?? (running && { kind: 'backup' as const, ...running });
  if (shown === null) return null;
  return (
    <div className="work" data-testid="backup-work" data-kind={shown.kind}>
      <ProgressBar kind={shown.kind} progress={shown} />
      {work !== null && <CancelButton />}
    </div>
  );
}

interface Props {
  kind: BackupWork;
  /** `null` or a total of 0 while not known yet. */
  progress: Progress | null;
}

export function ProgressBar({ kind, progress }: Props): ReactElement {
  const text = useText();
  const words = text.backups.work[kind];
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div className="work-progress">
      <p aria-hidden="true">
        {words} {total > 0 && <span className="quiet">{percent(done, total, text)}</span>}
      </p>
      <progress aria-label={words} {...(total > 0 ? { max: total, value: done } : {})} />
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
