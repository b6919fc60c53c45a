import type { ReactElement } from 'react';
import { copyValue } from '../actions/copy';
import { announce } from '../actions/tell';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { useCopied } from '../ui/copy-button';

/** Copies the whole value of the opened key, as saved. */
export function CopyValue({ name }: { name: string }): ReactElement {
  const text = useText().detail;
  const [copied, run] = useCopied(() => copyValue(name, announce));
  return (
    <button type="button" className="bare icon-button" aria-label={text.copy} title={text.copy} onClick={run}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
