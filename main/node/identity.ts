import * as v from 'valibot';
import type { Notes } from '../disk/disk';
import { networkAddresses } from '../net/interfaces';
import { type Card, MAX_ADDRESSES, nameSchema, PROTOCOL } from '../net/protocol';
import type { Database } from '../store/database';
import type { Lineage } from '../store/lineage';
import { Refused } from '../store/refusal';
import type { NodeId } from '../store/stamp';
import { type Former, renewId, type Settings, saveName } from './settings';

/** An id that was just drawn belongs to no other node: another claim to it is a mistake or mischief. */
const APART_MS = 10 * 60_000;

export interface IdentityHost {
  readonly notes: Notes;
  readonly database: Database;
  readonly lineage: Lineage;
  readonly version: string;
  /** Where the node listens; `null` while it does not. */
  port(): number | null;
}

/**
 * Who a node is to others. Its id is one for the life of its profile, unless the profile was copied and both are in use. It
 * must never stamp anything under a new id before that is on disk.
 */
export class Identity {
  former: Former | null;
  name: string;
  #renewing = false;

  constructor(
    readonly host: IdentityHost,
    { former, name }: Pick<Settings, 'former' | 'name'>,
  ) {
    this.former = former;
    this.name = name;
  }

  get id(): NodeId {
    return this.host.database.clock.node;
  }

  card(): Card {
    const { database, lineage, version } = this.host;
    const port = this.host.port();
    const addresses = port === null ? [] : networkAddresses(port).map(({ address }) => address);
    return {
      protocol: PROTOCOL,
      id: this.id,
      former: this.former?.id ?? null,
      name: this.name,
      version,
      rule: database.rule,
      port,
      addresses: addresses.slice(0, MAX_ADDRESSES),
      ...lineage,
      entries: database.feed.size,
    };
  }

  /** @throws Refused `bad-name`, `disk` */
  async rename(name: string): Promise<void> {
    const checked = v.safeParse(nameSchema, name);
    if (!checked.success)
      throw new Refused('bad-name', 'A name has 1 to 60 characters, none of which ends a line or sets a direction.');
    await saveName(this.host.notes, checked.output);
    this.name = checked.output;
  }

  /** Takes a new id. Returns the former one, or `null` if the present one was taken just now. @throws Refused `disk` */
  async renew(): Promise<NodeId | null> {
    const { clock } = this.host.database;
    const at = clock.now();
    const isNew = this.former !== null && Math.abs(at - this.former.at) < APART_MS;
    if (isNew || this.#renewing) return null;
    this.#renewing = true;
    try {
      const former = { id: clock.node, at };
      clock.node = await renewId(this.host.notes, former);
      this.former = former;
      return former.id;
    } finally {
      this.#renewing = false;
    }
  }
}
