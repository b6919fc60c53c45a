import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Batch } from '../../main/disk/disk';
import type { PeerRecord } from '../../main/net/peers/peers';
import type { Node } from '../../main/node/node';
import { checkKey, type Key, textValue } from '../../main/store/text';
import { entry } from '../disk/contract';
import { nodeWithFailingDisk } from '../support/failing-disk';
import { addressOf, LastingDisk, openNode } from '../support/nodes';
import { until } from '../support/until';

const [ville, pays] = [checkKey('Ville'), checkKey('Pays')];
const MAX_EARLY = 10_000;

/** Notes in which order writes are acknowledged. */
class Acknowledged {
  readonly names: string[] = [];

  of(name: string, write: Promise<unknown>): Promise<unknown> {
    return write.then(() => this.names.push(name));
  }
}

test('a write that only repeats one is acknowledged no earlier than that', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const acknowledged = new Acknowledged();
  const release = disk.hold();
  const writes = [
    acknowledged.of('put', node.put(ville, textValue('Lyon'))),
    acknowledged.of('repeated', node.put(ville, textValue('Lyon'))),
    acknowledged.of('set', node.create(ville, textValue('Lyon'))),
  ];
  await turn();
  assert.deepEqual(acknowledged.names, []);
  release();
  await Promise.all(writes);
  assert.equal(acknowledged.names[0], 'put');
  await node.put(ville, textValue('Lyon'));
});

test('a write that only repeats one waits for that, and not for one before it', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const acknowledged = new Acknowledged();
  const releaseFirst = disk.hold();
  const first = acknowledged.of('first', node.put(ville, textValue('Lyon')));
  await turn();
  const second = acknowledged.of('second', node.put(pays, textValue('France')));
  await turn();
  const releaseSecond = disk.hold();
  releaseFirst();
  await first;
  const repeated = acknowledged.of('repeated', node.put(pays, textValue('France')));
  await turn();
  assert.deepEqual(acknowledged.names, ['first']);
  releaseSecond();
  await Promise.all([second, repeated]);
});

test('what its user chooses about peers is acknowledged once the disk has it', async (context) => {
  const { node } = await nodeWithFailingDisk(context);
  const bob = await openNode(context);
  const kept = async (): Promise<unknown[]> => {
    const records = (await node.notes.readNote('peers')) as PeerRecord[];
    return records.map(({ id, removed, paused }) => ({ id, removed, paused }));
  };
  const { id } = bob;
  await node.peers.add(addressOf(bob));
  assert.deepEqual(await kept(), [{ id, removed: false, paused: false }]);
  await node.peers.setPaused(id, true);
  assert.deepEqual(await kept(), [{ id, removed: false, paused: true }]);
  await node.peers.remove(id);
  assert.deepEqual(await kept(), [{ id, removed: true, paused: true }]);
  await node.peers.keep(id);
  assert.deepEqual(await kept(), [{ id, removed: false, paused: true }]);
  await node.peers.forget([id]);
  assert.deepEqual(await kept(), []);
  await node.peers.recall([id]);
  assert.deepEqual(await kept(), [{ id, removed: false, paused: true }]);
  const other = await openNode(context);
  await node.peers.join(other.peers.invite(null));
  assert.equal((await kept()).length, 2);
});

for (const [what, repeat] of [
  ['set together', (node, rows) => node.putAll(rows)],
  ['restored', (node) => node.backups.restoreEntries('latest', [...node.database.feed.after(0)])],
] as const satisfies [string, (node: Node, rows: [Key, ReturnType<typeof textValue>][]) => Promise<unknown>][]) {
  test(`of many that are ${what} and only repeat others, none is acknowledged before the last of these`, async (context) => {
    const { node, disk } = await nodeWithFailingDisk(context);
    const acknowledged = new Acknowledged();
    await node.put(ville, textValue('Lyon'));
    const release = disk.hold();
    const waiting = node.put(pays, textValue('France'));
    const rows: [Key, ReturnType<typeof textValue>][] = [
      [ville, textValue('Lyon')],
      [pays, textValue('France')],
    ];
    const repeated = acknowledged.of(what, repeat(node, rows));
    await turn();
    assert.deepEqual(acknowledged.names, []);
    release();
    await Promise.all([waiting, repeated]);
  });
}

test('what is restored again, and lies in the history of a key alone, is acknowledged no earlier than the first time', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const acknowledged = new Acknowledged();
  await node.put(ville, textValue('Lyon'));
  const older = entry(1, ville);
  const release = disk.hold();
  const first = acknowledged.of('restored', node.backups.restoreEntries('latest', [older]));
  const again = acknowledged.of('restored again', node.backups.restoreEntries('latest', [older]));
  await turn();
  assert.deepEqual(acknowledged.names, []);
  release();
  await Promise.all([first, again]);
});

test('whoever chose so is acknowledged before the disk has it, and the next start knows', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  await node.setAcknowledge('early');
  const release = disk.hold();
  await node.put(ville, textValue('Lyon'));
  await node.put(ville, null);
  release();
  await node.close();
  const again = await openNode(context, { disk });
  assert.deepEqual(again.status().disk, { acknowledge: 'early', failure: null });
  assert.equal(again.entries.history(ville).length, 2);
  await again.close();
  const chosen = await openNode(context, { disk, acknowledge: 'synced' });
  assert.equal(chosen.status().disk.acknowledge, 'synced');
});

test('whoever is acknowledged early waits all the same where the disk is far behind', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const acknowledged = new Acknowledged();
  await node.setAcknowledge('early');
  const release = disk.hold();
  await node.putAll(Array.from({ length: MAX_EARLY - 1 }, (_, n) => [checkKey(`key ${n}`), textValue('x')]));
  const next = acknowledged.of('next', node.put(ville, textValue('Lyon')));
  await turn();
  assert.deepEqual(acknowledged.names, []);
  release();
  await next;
});

test('a write that was acknowledged early, and that the disk did not take then, is told', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  await node.setAcknowledge('early');
  disk.fails = true;
  await node.put(ville, textValue('Lyon'));
  const told = await until('it to be told', () => node.events.recent(500).find(({ kind }) => kind === 'refused'));
  assert.deepEqual([told.why?.code, told.key, told.count], ['disk', ville, 1]);
  disk.fails = false;
});

/** Remembers in which order entries and notes come to it. */
class OrderedDisk extends LastingDisk {
  readonly came: string[] = [];

  override write(batch: Batch): Promise<void> {
    this.came.push(...batch.put.map(({ key }) => key));
    return super.write(batch);
  }

  override writeNote(name: string, value: unknown): Promise<void> {
    this.came.push(name);
    return super.writeNote(name, value);
  }
}

test('a note, which may claim that the disk has an entry, goes to the disk behind it', async (context) => {
  const disk = new OrderedDisk();
  const node = await openNode(context, { disk });
  disk.came.length = 0;
  void node.put(ville, textValue('Lyon'));
  await node.notes.writeNote('cursors', {});
  assert.deepEqual(disk.came, [ville, 'cursors']);
});
