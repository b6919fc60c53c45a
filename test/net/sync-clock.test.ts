import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outgoing } from '../../main/net/protocol';
import { readMessage } from '../../main/net/protocol';
import { Sync } from '../../main/net/sync';
import { sha256 } from '../../main/sha256';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';

const HOUR = 3_600_000;

/** A database whose wall clock the test sets, and one side of a talk about it. */
function side(id: string, peer: string) {
  const wall = { now: 1_700_000_000_000 };
  const database = new Database('latest', new Clock(id as NodeId, () => wall.now), sha256);
  const outbox: Outgoing[] = [];
  const host = {
    database,
    now: () => wall.now,
    random: () => 0.5,
    apply: (entries: Parameters<Database['merge']>[0], from: NodeId) => void database.merge(entries, from),
  };
  return { wall, database, outbox, sync: new Sync(host, peer as NodeId, 0, (message) => outbox.push(message)) };
}

/** Carries messages until both are silent. */
function talk(a: ReturnType<typeof side>, b: ReturnType<typeof side>): void {
  const carry = (from: typeof a, to: typeof a): void => {
    const { type, ...body } = from.outbox.shift() as Outgoing;
    const message = readMessage(type, JSON.parse(JSON.stringify(body)));
    assert.ok(message !== null && message.type !== 'peers' && message.type !== 'name' && message.type !== 'bye');
    to.sync.receive(message);
  };
  while (a.outbox.length + b.outbox.length > 0) {
    if (a.outbox.length > 0) carry(a, b);
    if (b.outbox.length > 0) carry(b, a);
  }
}

test('what was refused for a wrong clock comes once the clocks are right', () => {
  const [alice, bob] = [side('aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'), side('bbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaa')];
  for (let i = 0; i < 600; i++) alice.database.put(checkKey(`key ${i}`), textValue('early'));
  alice.wall.now += HOUR;
  for (let i = 600; i < 2000; i++) alice.database.put(checkKey(`key ${i}`), textValue('late'));
  alice.sync.start();
  bob.sync.start();
  talk(alice, bob);
  const refused = bob.sync.status();
  assert.deepEqual([bob.database.size, refused.clockWrong, refused.toReceive], [500, HOUR, 0]);
  assert.equal(alice.sync.status().clockWrong, -HOUR);

  bob.wall.now += HOUR;
  bob.sync.tick();
  talk(alice, bob);
  assert.equal(bob.database.fingerprint, alice.database.fingerprint);
  assert.deepEqual([bob.sync.status().inSync, bob.sync.status().clockWrong], [true, null]);
});
