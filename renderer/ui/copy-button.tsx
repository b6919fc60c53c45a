import { type ReactElement, useEffect, useState } from 'react';
import { announce, tell } from '../actions/tell';
import { ask, node } from '../bridge';
import { useText } from '../i18n';

const SHOWN_MS = 1500;

export async function copy(text: string, done: string): Promise<boolean> {
  const ok = tell(await ask(node.copy(text)));
  if (ok) announce(done);
  return ok;
}

/** Says 'Copied' for a moment, in its own place and to screen readers. */
export function CopyButton({ value, className }: { value: string; className: string }): ReactElement {
  const text = useText().header;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const run = async (): Promise<void> => setCopied(await copy(value, text.copied));
  return (
    <button type="button" className={className} title={text.copyAddress(value)} onClick={() => void run()}>
      {/* Both words are laid out, so that the button keeps its width. */}
      <span className="swap">
        <span className={copied ? 'swap-off' : ''}>{text.copy}</span>
        <span className={copied ? '' : 'swap-off'}>{text.copied}</span>
      </span>
    </button>
  );
}
