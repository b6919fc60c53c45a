import type { UpdateStatus } from '../bridge';
import type { Text } from '../i18n';

/** What is known about a newer version, in a sentence. */
export function updateWords({ address, installable, state }: UpdateStatus, { updates, refusals }: Text): string {
  switch (state.at) {
    case 'unknown':
      return address === '' ? updates.off : updates.unknown;
    case 'checking':
      return updates.checking;
    case 'newest':
      return updates.newest;
    case 'available':
      return `${updates.available(state.version)} ${installable ? '' : updates.byHand(address)}`.trim();
    case 'downloading':
      return updates.downloading(state.version, Math.floor(state.percent));
    case 'ready':
      return updates.ready(state.version);
    case 'failed':
      return refusals[state.refusal.code];
  }
}
