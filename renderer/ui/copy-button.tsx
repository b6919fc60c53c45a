import { type ReactElement, useEffect, useState } from 'react';
import { copy } from '../actions/copy';
import { useText } from '../i18n';

const SHOWN_MS = 1500;

/** Whether `run` copied something a moment ago, and that `run`. */
export function useCopied(run: () => Promise<boolean>): [boolean, () => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return [copied, () => void run().then(setCopied)];
}

interface Props {
  value: string;
  /** What that is, for screen readers. Never the value itself where it may hold a network key, which is not to be read out. */
  what: string;
  className: string;
}

/** Says 'Copied' for a moment, in its own place and to screen readers. */
export function CopyButton({ value, what, className }: Props): ReactElement {
  const text = useText().header;
  const [copied, run] = useCopied(() => copy(value));
  return (
    <button type="button" className={className} onClick={run}>
      {/* Both words are laid out, so that the button keeps its width. */}
      <span className="swap">
        <span className={copied ? 'swap-off' : ''}>{text.copy}</span>
        <span className={copied ? '' : 'swap-off'}>{text.copied}</span>
      </span>
      <span className="visually-hidden"> {what}</span>
    </button>
  );
}
