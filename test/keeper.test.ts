import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Batch } from '../main/disk/disk';
import { Keeper } from '../main/keeper';
import type { Node } from '../main/node';
import { sha256 } from '../main/sha256';
import { Clock } from '../main/store/clock';
import { Database } from '../main/store/database';
import type { NodeId } from '../main/store/stamp';
import { checkKey, textValue } from '../main/store/text';
import { fingerprintOf } from './disk/contract';
import { FailingDisk } from './support/failing-disk';
import { addressOf, inSync, LastingDisk, openNode } from './support/nodes';
import { until } from './support/until';

const ville = checkKey('Ville');

async function failing(test: TestContext): Promise<{ node: Node; disk: FailingDisk }> {
  const disk = new FailingDisk();
  return { node: await openNode(test, { disk }), disk };
}

function recovered(node: Node): Promise<unknown> {
  return until('the disk to work again', () => node.status().disk.failure === null);
}

for (const keepsFailed of [false, true]) {
  const left = keepsFailed ? 'is on it all the same' : 'is not on it';
  test(`a write that the disk failed to take is refused, and ${left}: later it is, once`, async (context) => {
    const { node, disk } = await failing(context);
    await node.put(ville, textValue('Lyon'));
    Object.assign(disk, { fails: true, keepsFailed });
    await assert.rejects(node.put(ville, textValue('Nice')), { code: 'disk' });
    assert.match(node.status().disk.failure?.message ?? '', /ENOSPC/);
    assert.equal(node.status().disk.failure?.unsaved, 1);
    await assert.rejects(node.put(ville, textValue('Metz')), { code: 'disk' });
    await assert.rejects(node.create(checkKey('new'), textValue('x')), { code: 'disk' });
    await assert.rejects(node.putBack(ville, node.entries.history(ville)[1]?.stamp ?? ''), { code: 'disk' });
    await assert.rejects(node.put(ville, null), { code: 'disk' });
    await assert.rejects(node.rename('Zoé'), { code: 'disk' });
    assert.deepEqual(
      [node.get(ville), node.name],
      ['"Nice"', 'Test'],
      'what is refused while it fails changes nothing',
    );
    Object.assign(disk, { fails: false, keepsFailed: false });
    await recovered(node);
    assert.equal(await fingerprintOf(disk), node.status().fingerprint);
    await node.put(ville, textValue('Metz'));
    assert.equal(await fingerprintOf(disk), node.status().fingerprint);
  });
}

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

test('what peers tell while the disk fails is taken, and on the disk when that works again', async (context) => {
  const { node, disk } = await failing(context);
  const bob = await openNode(context, { name: 'Bob' });
  const keys = Array.from({ length: 3000 }, (_, n) => checkKey(`key ${n}`));
  await Promise.all(keys.map((key) => bob.put(key, textValue('before'))));
  await bob.addPeer(addressOf(node));
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
});

test('a disk that fails again while it is brought up to date is opened until it does not', async (context) => {
  const { node, disk } = await failing(context);
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  await until('another try', () => disk.reopened >= 1);
  assert.notEqual(node.status().disk.failure, null);
  disk.fails = false;
  await recovered(node);
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

test('a node that closes while its disk fails tries once more', async (context) => {
  const { node, disk } = await failing(context);
  disk.fails = true;
  await assert.rejects(node.put(ville, textValue('Lyon')), { code: 'disk' });
  disk.fails = false;
  await node.close();
  assert.equal(await fingerprintOf(disk), node.status().fingerprint);
});

test('a disk that fails only as it closes is tried once more', async () => {
  const disk = new FailingDisk();
  const database = new Database('latest', new Clock('aaaaaaaaaaaaaaaa' as NodeId, Date.now), sha256);
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const keeper = new Keeper({ database, disk, logger, now: Date.now, changed() {}, refused() {} }, 'early');
  const reopen = disk.reopen.bind(disk);
  disk.reopen = () => {
    disk.fails = false;
    return reopen();
  };
  disk.fails = true;
  await keeper.written(database.put(ville, textValue('Lyon')), ville);
  await keeper.close();
  assert.equal(await fingerprintOf(disk), database.fingerprint);
});

test('a write that only repeats one is acknowledged no earlier than that', async (context) => {
  const { node, disk } = await failing(context);
  const acknowledged: string[] = [];
  let release = (): void => {};
  disk.held = new Promise((resolve) => {
    release = resolve;
  });
  const noted = (name: string, write: Promise<void>): Promise<unknown> => write.then(() => acknowledged.push(name));
  const writes = [
    noted('put', node.put(ville, textValue('Lyon'))),
    noted('repeated', node.put(ville, textValue('Lyon'))),
    noted('set', node.create(ville, textValue('Lyon'))),
  ];
  await new Promise(setImmediate);
  assert.deepEqual(acknowledged, []);
  release();
  await Promise.all(writes);
  assert.equal(acknowledged[0], 'put');
  await node.put(ville, textValue('Lyon'));
});

test('whoever chose so is acknowledged before the disk has it, and the next start knows', async (context) => {
  const { node, disk } = await failing(context);
  await node.setAcknowledge('early');
  let release = (): void => {};
  disk.held = new Promise((resolve) => {
    release = resolve;
  });
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

test('a node that has closed changes nothing that its disk would not have', async (context) => {
  const { node } = await failing(context);
  await node.put(ville, textValue('Lyon'));
  await node.close();
  await assert.rejects(node.put(ville, textValue('Nice')), { code: 'closed' });
  assert.equal(node.get(ville), '"Lyon"');
});
