import type { Notes } from './disk/disk';
import { type Former, renewId } from './settings';
import type { Clock } from './store/clock';
import type { NodeId } from './store/stamp';

/** An id that was just drawn belongs to no other node: another claim to it is a mistake or mischief. */
const APART_MS = 10 * 60_000;

/**
 * The id of a node: one for the life of its profile, unless the profile was copied and both are in use. It must never
 * stamp anything under a new id before that is on disk.
 */
export class Identity {
  #renewing = false;

  constructor(
    readonly notes: Notes,
    readonly clock: Clock,
    public former: Former | null,
  ) {}

  /** Takes a new id. Returns the former one, or `null` if the present one was taken just now. @throws Refused `disk` */
  async renew(): Promise<NodeId | null> {
    const at = this.clock.now();
    const isNew = this.former !== null && Math.abs(at - this.former.at) < APART_MS;
    if (isNew || this.#renewing) return null;
    this.#renewing = true;
    try {
      const former = { id: this.clock.node, at };
      this.clock.node = await renewId(this.notes, former);
      this.former = former;
      return former.id;
    } finally {
      this.#renewing = false;
    }
  }
}
