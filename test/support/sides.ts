import assert from 'node:assert/strict';
import { type Outgoing, readMessage } from '../../main/net/protocol';
import { Neighbours } from '../../main/net/sync/neighbours';
import { Sync, type SyncMessage } from '../../main/net/sync/sync';
import { Turn } from '../../main/net/sync/turn';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';

export const ALICE = 'aaaaaaaaaaaaaaaa' as NodeId;
export const BOB = 'bbbbbbbbbbbbbbbb' as NodeId;
export const CHLOE = 'cccccccccccccccc' as NodeId;

/** What a node is made of, less its sockets and its disk; its wall clock is the test's. */
export class Party {
  readonly wall = { now: 1_700_000_000_000 };
  readonly database: Database;
  readonly turn = new Turn();
  readonly neighbours = new Neighbours(this.turn);
  readonly sides: Side[] = [];
  /** Does something in the next turn of the event loop, of which there is none here. */
  later = (run: () => void): void => run();

  constructor(readonly id: NodeId) {
    this.database = new Database('latest', new Clock(id, () => this.wall.now), sha256);
  }

  fill(count: number, prefix = 'key'): void {
    for (let i = 0; i < count; i++) this.database.put(checkKey(`${prefix} ${i}`), textValue(`value ${i}`));
  }

  /** Takes in all that another one holds, without a link. */
  copy({ database }: Party): void {
    this.database.merge([...database.feed.after(0)], null);
  }

  /** As main/net/peers/links.ts does it. */
  spread(from: NodeId, headBefore: number): void {
    for (const { peer, sync } of this.sides) if (this.neighbours.tells(from, peer.id)) sync.skip(headBefore);
  }

  /** Tells every peer what is new, as a node does once its event loop has turned. */
  pump(): void {
    for (const { sync } of this.sides) sync.pump();
  }
}

/** One end of a link between two parties. What it says waits in `outbox`. */
export class Side {
  readonly outbox: Outgoing[] = [];
  /** Whether it wants a new link. */
  gaveUp = false;
  #sync: Sync;

  constructor(
    readonly party: Party,
    readonly peer: Party,
    cursor: number | null,
  ) {
    this.#sync = this.#newSync(cursor);
    party.sides.push(this);
  }

  get sync(): Sync {
    return this.#sync;
  }

  /** Hands the next message to the other side, as it comes off a wire. Returns the message. */
  deliver(): Outgoing {
    const sent = this.outbox.shift() as Outgoing;
    const { type, ...body } = sent;
    const message = readMessage(type, JSON.parse(JSON.stringify(body)));
    assert.ok(message !== null, `${type} is as the protocol wants it`);
    const { head } = this.peer.database.feed;
    this.peer.sides.find(({ peer }) => peer === this.party)?.sync.receive(message as SyncMessage);
    if (this.peer.database.feed.head > head) this.peer.pump();
    return sent;
  }

  /** The link is gone, and what was under way on it; a new one begins where this one was. */
  renew(): void {
    this.outbox.length = 0;
    this.gaveUp = false;
    this.#sync.stop();
    this.#sync = this.#newSync(this.#sync.cursor);
  }

  #newSync(cursor: number | null): Sync {
    const { database, neighbours, turn, wall } = this.party;
    const host = {
      ...{ database, neighbours, turn },
      now: () => wall.now,
      random: () => 0.5,
      apply: (entries: readonly Entry[], from: NodeId) => void database.merge(entries, from),
      later: (run: () => void) => this.party.later(run),
      spread: (from: NodeId, headBefore: number) => this.party.spread(from, headBefore),
    };
    const card = { id: this.peer.id, entries: this.peer.database.feed.size };
    const send = (message: Outgoing): void => void this.outbox.push(message);
    return new Sync(host, card, cursor, send, () => {
      this.gaveUp = true;
    });
  }
}
