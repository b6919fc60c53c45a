import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Disk } from '../../main/disk/disk';
import { MemoryDisk } from '../../main/disk/memory';
import { Cursors } from '../../main/net/peers/cursors';
import { beginEpoch } from '../../main/node/settings';
import type { Database } from '../../main/store/database';
import type { Lineage } from '../../main/store/lineage';
import { BOB, key, newDatabase, text } from '../store/fixtures';

interface Started {
  readonly database: Database;
  readonly lineage: Lineage;
}

/** Starts a node on a disk, as far as its feed goes. */
async function start(disk: Disk): Promise<Started> {
  const database = newDatabase('latest');
  for await (const entries of disk.entries()) database.load(entries);
  const { lineage, written } = await beginEpoch(disk, database.feed.head);
  await written;
  return { database, lineage };
}

async function write({ database }: Started, disk: Disk, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { added, dropped } = database.put(key(`key ${database.feed.head}`), text('v'));
    await disk.write({ put: added, drop: dropped });
  }
}

/** A disk with all that is on another. */
async function copyOf(disk: Disk): Promise<MemoryDisk> {
  const copy = new MemoryDisk();
  for await (const put of disk.entries()) await copy.write({ put, drop: [] });
  await copy.writeNote('lineage', await disk.readNote('lineage'));
  return copy;
}

/** What a peer that read a node to the end remembers of it. */
function readBy({ database, lineage }: Started): Cursors {
  const cursors = new Cursors(undefined);
  cursors.set(BOB, lineage.epoch, database.feed.head);
  return cursors;
}

test('a cursor holds over a clean restart, and over many', async () => {
  const disk = new MemoryDisk();
  let node = await start(disk);
  await write(node, disk, 10);
  const cursors = readBy(node);
  for (let restart = 0; restart < 16; restart++) {
    node = await start(disk);
    assert.equal(cursors.get(BOB, node.lineage), 10);
    await write(node, disk, 5);
  }
  node = await start(disk);
  assert.equal(cursors.get(BOB, node.lineage), null, 'who was away for more starts compares');
});

test('a cursor in what a crash took does not hold, though its number is given out again', async () => {
  const disk = new MemoryDisk();
  const node = await start(disk);
  await write(node, disk, 10);
  const before = readBy(node);
  node.database.put(key('never written'), text('v'));
  const after = readBy(node);
  const again = await start(disk);
  assert.deepEqual([before.get(BOB, again.lineage), after.get(BOB, again.lineage)], [10, null]);
  await write(again, disk, 20);
  assert.equal(after.get(BOB, (await start(disk)).lineage), null);
});

test('a cursor read after a copy of the disk was made does not hold once the copy is put back', async () => {
  const disk = new MemoryDisk();
  let node = await start(disk);
  await write(node, disk, 10);
  const [copy, cursors] = [await copyOf(disk), readBy(node)];
  await write(node, disk, 10);
  const later = readBy(node);
  node = await start(disk);
  await write(node, disk, 10);
  const latest = readBy(node);
  const restored = await start(copy);
  assert.deepEqual(
    [cursors, later, latest].map((some) => some.get(BOB, restored.lineage)),
    [10, null, null],
  );
});

test('of two copies of a disk that both go on, each honours what was read before, and of the other nothing', async () => {
  const disk = new MemoryDisk();
  const node = await start(disk);
  await write(node, disk, 10);
  const [cursors, copy] = [readBy(node), await copyOf(disk)];
  const [one, other] = [await start(disk), await start(copy)];
  await write(one, disk, 5);
  await write(other, copy, 5);
  for (const { lineage } of [one, other]) assert.equal(cursors.get(BOB, lineage), 10);
  assert.deepEqual([readBy(one).get(BOB, other.lineage), readBy(other).get(BOB, one.lineage)], [null, null]);
});

test('a note of the lineage that cannot be read makes all cursors compare', async () => {
  for (const note of [7, 'epoch', {}, { epoch: 'e' }, { epoch: 'e', before: [['e', -1]] }, { epoch: 1, before: [] }]) {
    const disk = new MemoryDisk();
    const node = await start(disk);
    await write(node, disk, 3);
    await disk.writeNote('lineage', note);
    const again = await start(disk);
    assert.equal(readBy(node).get(BOB, again.lineage), null);
    assert.deepEqual(again.lineage.before, []);
    assert.equal(again.database.feed.head, 3);
  }
});
