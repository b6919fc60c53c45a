import type { ReactElement } from 'react';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';

/** Whether the network is open or private, in a word. */
export function NetworkButton({ isPrivate }: { isPrivate: boolean }): ReactElement {
  const words = useText().networkKey;
  const state = isPrivate ? words.private : words.open;
  return (
    <button
      type="button"
      className="bare network-button"
      data-testid="network-button"
      aria-label={words.state(state)}
      title={isPrivate ? words.isPrivate : words.isOpen}
      onClick={() => setApp({ panel: 'network' })}
    >
      <Icon name={isPrivate ? 'lock' : 'unlock'} />
      <span>{state}</span>
    </button>
  );
}
