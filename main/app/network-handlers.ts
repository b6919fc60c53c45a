import { drawNetworkKey, networkKeyText, parseNetworkKey } from '../net/network-key';
import type { KeyHolder } from '../net/secrets';
import type { Handlers } from './ipc';
import { answer, outcome } from './outcome';

/** The window's calls about the network key. */
export function networkHandlers(privacy: KeyHolder): Pick<Handlers, 'networkKey' | 'drawNetworkKey' | 'setNetworkKey'> {
  return {
    networkKey: () => answer(async () => (privacy.networkKey === null ? null : networkKeyText(privacy.networkKey))),
    drawNetworkKey: () => answer(async () => networkKeyText(drawNetworkKey())),
    setNetworkKey: (key) => outcome(() => privacy.setNetworkKey(key === null ? null : parseNetworkKey(key))),
  };
}
