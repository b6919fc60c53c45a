import type { Card } from '../protocol';
import { sleep, type Timing } from '../soon';
import type { End, Link } from '../wire/link';
import { copied, isCopy } from './admission';
import type { NodeSession } from './session';

/** Silence after which a link is gone: less than the second after which a node that dialled beside it dials again. */
const SILENT_MS = 700;
const LOOK_MS = 20;
/** A link that brings other things all the while is not waited for longer: what the newer one says waits meanwhile. */
const LONGEST_MS = 15_000;

/**
 * What a node does about another one with its id, where its profile was copied. It must never take a node's own past
 * for a copy: of two only that both live is proof.
 */
export class Copies {
  /** The latest link that one dialled. */
  #met: Link | null = null;

  constructor(readonly host: { copied(): void }) {}

  /**
   * A node with this one's id. The dialler knows that the other lives, as it answered, and tells it if it is to take a
   * new id; the dialled node waits for that, as a card may come late, from before this node's start.
   * @throws Refused `copied`
   */
  meet(link: Link, own: Card): never {
    if (!link.dialled) {
      // One is enough, lest whoever dials and never speaks fills this node with sockets.
      this.#met?.close('closing');
      this.#met = link;
      link.listen({ message: () => {}, closed: (end) => this.heed(end) });
    } else if (isCopy(own, link.card)) {
      link.close('closing');
      this.host.copied();
    } else {
      link.close('copied');
    }
    throw copied().refusal;
  }

  /** A link ended, perhaps as this node has the id of another. */
  heed(end: End | null): void {
    if (end?.byPeer && end.farewell === 'copied') this.host.copied();
  }
}

/** Whether a ping is answered soon, and before the link is silent for long. @param pinged when it was sent */
export async function answers(
  session: NodeSession,
  pinged: number,
  timing: Timing,
  isOpen: () => boolean,
): Promise<boolean> {
  const { sync, pulse } = session;
  const { traffic } = session.link;
  const until = timing.elapsed() + LONGEST_MS;
  for (let silent = 0; silent < SILENT_MS && !pulse.isSuspect && isOpen(); silent += LOOK_MS) {
    if (timing.elapsed() > until) return false;
    if (sync.hasAnswered(pinged)) return true;
    const { heard } = traffic;
    await sleep(timing, LOOK_MS);
    if (traffic.heard !== heard) silent = 0;
  }
  return false;
}
