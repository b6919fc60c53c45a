import assert from 'node:assert/strict';
import { type Outgoing, readMessage } from '../../main/net/protocol';
import { Sync } from '../../main/net/sync';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';

const ALICE = 'aaaaaaaaaaaaaaaa' as NodeId;
const BOB = 'bbbbbbbbbbbbbbbb' as NodeId;

/** A database whose wall clock the test sets, and its side of a talk; what it says waits in `outbox`. */
export class Side {
  readonly wall = { now: 1_700_000_000_000 };
  readonly database: Database;
  readonly outbox: Outgoing[] = [];
  readonly sync: Sync;

  constructor(id: NodeId, peer: NodeId) {
    this.database = new Database('latest', new Clock(id, () => this.wall.now), sha256);
    const host = {
      database: this.database,
      now: () => this.wall.now,
      random: () => 0.5,
      apply: (entries: Parameters<Database['merge']>[0], from: NodeId) => void this.database.merge(entries, from),
    };
    this.sync = new Sync(host, peer, 0, (message) => this.outbox.push(message));
  }

  /** Hands the next message to the other side, as it comes off a wire. Returns the message. */
  deliver(to: Side): Outgoing {
    const sent = this.outbox.shift() as Outgoing;
    const { type, ...body } = sent;
    const message = readMessage(type, JSON.parse(JSON.stringify(body)));
    assert.ok(message !== null && message.type !== 'peers' && message.type !== 'name' && message.type !== 'bye');
    to.sync.receive(message);
    return sent;
  }
}

export function twoSides(): [Side, Side] {
  return [new Side(ALICE, BOB), new Side(BOB, ALICE)];
}

/** Carries messages until both are silent; returns all of them. */
export function talk(a: Side, b: Side, seen: () => void = () => {}): Outgoing[] {
  const said: Outgoing[] = [];
  while (a.outbox.length + b.outbox.length > 0) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      if (from.outbox.length > 0) said.push(from.deliver(to));
      seen();
    }
  }
  return said;
}
