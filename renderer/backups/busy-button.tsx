import { type ReactElement, type ReactNode, useRef } from 'react';

interface Props {
  id?: string;
  className: string;
  label?: string;
  /** Whether other work has to end first. The button keeps the focus meanwhile; a disabled one would not. */
  busy: boolean;
  run: () => Promise<void>;
  children: ReactNode;
}

/** A button that begins long work, which runs one at a time, also before the node has told of it. */
export function BusyButton({ id, className, label, busy, run, children }: Props): ReactElement {
  const isRunning = useRef(false);
  const begin = async (): Promise<void> => {
    if (busy || isRunning.current) return;
    isRunning.current = true;
    await run();
    isRunning.current = false;
  };
  return (
    <button
      type="button"
      className={className}
      aria-disabled={busy}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      onClick={() => void begin()}
    >
      {children}
    </button>
  );
}
