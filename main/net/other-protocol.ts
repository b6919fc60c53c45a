import { Refused } from '../store/refusal';
import { type Foreign, PROTOCOL } from './protocol';

/** Of two nodes whose versions of the protocol differ the older one is to be updated: why they do not link. */
export function otherProtocol({ protocol, version }: Foreign): Refused {
  const which = version === null || version === '' ? '' : ` (${version})`;
  return protocol > PROTOCOL
    ? new Refused('newer-node', `It runs a newer version of Build Your Rating${which}; install that one here to link.`)
    : new Refused(
        'older-node',
        `It runs an older version of Build Your Rating${which}; install this one there to link.`,
      );
}
