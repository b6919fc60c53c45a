import { drawNetworkKey, networkKeyText, parseNetworkKey } from '../net/network-key';
import type { KeyHolder } from '../net/secrets';
import type { Handlers } from './ipc';
import { answer, outcome } from './outcome';

/** The window's calls about the network key. */
export function networkHandlers(node: KeyHolder): Pick<Handlers, 'networkKey' | 'drawNetworkKey' | 'setNetworkKey'> {
  return {
    networkKey: () => answer(async () => (node.networkKey === null ? null : networkKeyText(node.networkKey))),
    drawNetworkKey: () => answer(async () => networkKeyText(drawNetworkKey())),
    setNetworkKey: (key) => outcome(() => node.setNetworkKey(key === null ? null : parseNetworkKey(key))),
  };
}
