import type { ReactElement, ReactNode } from 'react';

interface Props {
  id?: string;
  className: string;
  label?: string;
  /** Whether other work has to end first. The button keeps the focus meanwhile; a disabled one would not. */
  busy: boolean;
  run: () => void;
  children: ReactNode;
}

/** A button that begins long work, which runs one at a time. */
export function BusyButton({ id, className, label, busy, run, children }: Props): ReactElement {
  return (
    <button
      type="button"
      className={className}
      aria-disabled={busy}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      onClick={() => {
        if (!busy) run();
      }}
    >
      {children}
    </button>
  );
}
