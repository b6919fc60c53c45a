import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Batch } from '../../main/disk/disk';
import type { Node } from '../../main/node/node';
import { sha256 } from '../../main/sha256';
import { sizeOf } from '../../main/store/batch';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';
import { entry, fingerprintOf, numbersOn } from '../disk/contract';
import { FailingDisk, nodeWithFailingDisk } from '../support/failing-disk';
import { addressOf, inSync, LastingDisk, openNode } from '../support/nodes';
import { until } from '../support/until';

const ville = checkKey('Ville');

function recovered(node: Node): Promise<unknown> {
  return until('the disk to work again', () => node.status().disk.failure === null);
}

for (const keepsFailed of [false, true]) {
  const left = keepsFailed ? 'is on it all the same' : 'is not on it';
  test(`a write that the disk failed to take is refused, and ${left}: later it is, once`, async (context) => {
    const { node, disk } = await nodeWithFailingDisk(context);
    await node.put(ville, textValue('Lyon'));
    Object.assign(disk, { fails: true, keepsFailed });
    await assert.rejects(node.put(ville, textValue('Nice')), { code: 'disk' });
    assert.match(node.status().disk.failure?.message ?? '', /ENOSPC/);
    assert.equal(node.status().disk.failure?.unsaved, 1);
    await assert.rejects(node.put(ville, textValue('Metz')), { code: 'disk' });
    await assert.rejects(node.create(checkKey('new'), textValue('x')), { code: 'disk' });
    await assert.rejects(node.putBack(ville, node.entries.history(ville)[1]?.stamp ?? ''), { code: 'disk' });
    await assert.rejects(node.put(ville, null), { code: 'disk' });
    await assert.rejects(node.putAll([[checkKey('many'), textValue('x')]]), { code: 'disk' });
    await assert.rejects(node.backups.restoreEntries('latest', [entry(1, 'restored')]), { code: 'disk' });
    await assert.rejects(node.rename('Zoé'), { code: 'disk' });
    assert.deepEqual(
      [node.get(ville), node.status().keys, node.name],
      ['"Nice"', 1, 'Test'],
      'what is refused while it fails changes nothing',
    );
    Object.assign(disk, { fails: false, keepsFailed: false });
    await recovered(node);
    assert.equal(await fingerprintOf(disk), node.status().fingerprint);
    await node.put(ville, textValue('Metz'));
    assert.equal(await fingerprintOf(disk), node.status().fingerprint);
  });
}

test('what waits for the end of the turn in which the disk fails is refused, too, and is told so truly', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const release = disk.hold();
  const write = (key: string): Promise<string> =>
    node.put(checkKey(key), textValue('x')).then(
      () => 'taken',
      ({ message }) => message,
    );
  const first = write('first');
  await turn();
  disk.fails = true;
  release();
  await new Promise<void>(process.nextTick);
  // From here on it fails at the end of this turn: the second has gone to it by then, the third is about to.
  const second = write('second');
  await Promise.resolve();
  const [told, ...others] = await Promise.all([first, second, write('third')]);
  assert.equal(told, 'no space');
  assert.deepEqual(
    others,
    ['no space', 'The disk did not take it (ENOSPC); check that it has space and works, then try again.'],
    'and none is told that nothing was changed, as all are in the database',
  );
  assert.equal(node.get(checkKey('third')), '"x"');
  disk.fails = false;
  await recovered(node);
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

/** Compares what each batch says that the disk holds with what it was given until then. */
class ComparingDisk extends LastingDisk {
  readonly database = new Database('latest', new Clock('bbbbbbbbbbbbbbbb' as NodeId, Date.now), sha256);
  readonly unlike: number[] = [];

  override write(batch: Batch): Promise<void> {
    this.database.load(batch.put);
    if (batch.fingerprint !== this.database.fingerprint) this.unlike.push(batch.put.length);
    return super.write(batch);
  }
}

test('each batch is written with the fingerprint of all that the disk holds with it', async (context) => {
  const disk = new ComparingDisk();
  const node = await openNode(context, { disk });
  const keys = Array.from({ length: 150 }, (_, n) => checkKey(`key ${n}`));
  for (let round = 0; round < 12; round++) {
    await Promise.all(keys.map((key) => node.put(key, textValue(`round ${round}`))));
    await node.putAll(keys.map((key) => [key, textValue(`round ${round}, together`)]));
  }
  assert.deepEqual(disk.unlike, []);
  assert.equal(disk.database.fingerprint, node.status().fingerprint);
});

/** Counts how often it is left without the key that it had. */
class WatchedDisk extends FailingDisk {
  isWatched = false;
  lacked = 0;

  override async write(batch: Batch): Promise<void> {
    await super.write(batch);
    if (!this.isWatched) return;
    let hasKey = false;
    for await (const rows of this.entries()) hasKey ||= rows.some(({ key }) => key === ville);
    if (!hasKey) this.lacked += 1;
  }
}

test('a disk that is brought up to date has at every moment what it had, or what replaced it', async (context) => {
  const disk = new WatchedDisk();
  const [node, bob] = [await openNode(context, { disk }), await openNode(context)];
  await node.peers.add(addressOf(bob));
  await node.put(ville, textValue('Lyon'));
  await inSync(node, bob);
  disk.fails = true;
  await bob.putAll(Array.from({ length: 1_500 }, (_, n) => [checkKey(`key ${n}`), textValue('x')]));
  // So often that its history forgets the first.
  for (let n = 0; n < 10; n++) await bob.put(ville, textValue(`edit ${n}`));
  await inSync(node, bob);
  await until('the disk to fail', () => node.status().disk.failure !== null);
  Object.assign(disk, { fails: false, isWatched: true });
  await recovered(node);
  assert.equal(disk.lacked, 0);
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

/** Remembers how much the largest batch holds, UTF-16 units. */
class MeasuringDisk extends FailingDisk {
  most = 0;

  override write(batch: Batch): Promise<void> {
    this.most = Math.max(
      this.most,
      batch.put.reduce((sum, entry) => sum + sizeOf(entry), 0),
    );
    return super.write(batch);
  }
}

test('long values that came while the disk failed go there a few at a time', async (context) => {
  const disk = new MeasuringDisk();
  const node = await openNode(context, { disk });
  const bob = await openNode(context, { name: 'Bob' });
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  await bob.putAll(Array.from({ length: 40 }, (_, n) => [checkKey(`key ${n}`), textValue('x'.repeat(100_000))]));
  await bob.peers.add(addressOf(node));
  await inSync(node, bob);
  Object.assign(disk, { fails: false, most: 0 });
  await recovered(node);
  assert.ok(disk.most < 1_200_000, `${disk.most} units at once`);
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

test('what peers tell while the disk fails is taken, and on the disk when that works again', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  const bob = await openNode(context, { name: 'Bob' });
  const keys = Array.from({ length: 3000 }, (_, n) => checkKey(`key ${n}`));
  await Promise.all(keys.map((key) => bob.put(key, textValue('before'))));
  await bob.peers.add(addressOf(node));
  await inSync(node, bob);
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  // More than a history holds, so that entries are dropped that the disk has, and entries that it never had.
  for (let round = 0; round < 12; round++) {
    await Promise.all(keys.slice(0, 300).map((key) => bob.put(key, textValue(`round ${round}`))));
  }
  await inSync(node, bob);
  disk.fails = false;
  // It goes on changing while the disk is brought up to date.
  let round = 0;
  while (node.status().disk.failure !== null) {
    await Promise.all(keys.slice(1000, 1100).map((key) => bob.put(key, textValue(`later ${round}`))));
    round += 1;
    await new Promise(setImmediate);
  }
  await bob.put(ville, textValue('Nice'));
  await inSync(node, bob);
  await node.put(checkKey('own'), textValue('after'));
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
  const { feed } = node.database;
  assert.deepEqual(
    await numbersOn(disk),
    Array.from(feed.after(0), ({ seq }) => seq),
  );
});

test('a disk that fails again while it is brought up to date is opened until it does not', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  const since = node.status().disk.failure?.since ?? null;
  await until('another try', () => disk.reopened >= 1);
  assert.equal(node.status().disk.failure?.since, since, 'it fails since then');
  disk.fails = false;
  await recovered(node);
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

test('a node that closes while its disk fails tries once more', async (context) => {
  const { node, disk } = await nodeWithFailingDisk(context);
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  disk.fails = false;
  await node.close();
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

test('a node that has closed changes nothing that its disk would not have', async (context) => {
  const { node } = await nodeWithFailingDisk(context);
  await node.put(ville, textValue('Lyon'));
  await node.close();
  await assert.rejects(node.put(ville, textValue('Nice')), { code: 'closed' });
  assert.equal(node.get(ville), '"Lyon"');
});
