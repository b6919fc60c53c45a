import { Refused } from '../../store/refusal';
import { Quota, Room } from '../room';

/**
 * Dials that one other machine, or this one, may ask for within `QUOTA_MS`: a class that links itself by a script asks
 * for some dozen.
 */
const OF_HOST = 32;
const OF_THIS = 512;
/**
 * Under way at once, for one other machine, all others together, and this one: a dial that nobody answers takes some seconds,
 * and must not keep anybody else from theirs.
 */
const UNDER_WAY = { ofHost: 16, ofOthers: 32, ofThis: 32 };

/**
 * Dials that connected clients and course nodes ask for, by `addPeer`, `auth`, `link` and `join`. They are bounded so
 * that nobody can use a node to scan a network.
 */
export class AskedDials {
  readonly #asked = new Quota(OF_HOST, OF_THIS);
  readonly #underWay = new Room(UNDER_WAY);

  /** @param host who asks @throws Refused `crowded`, and what `dial` throws */
  async run(host: string, dial: () => Promise<void>): Promise<void> {
    if (!this.#asked.takes(host, performance.now()) || !this.#underWay.hasFor(host)) {
      throw new Refused('crowded', 'This node is asked for too many links at once; try again in a moment.');
    }
    const leave = this.#underWay.enter(host);
    try {
      await dial();
    } finally {
      leave();
    }
  }
}

/** Of this process, which is one node. */
export const askedDials = new AskedDials();
