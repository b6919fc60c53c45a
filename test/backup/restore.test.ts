import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import { test } from 'node:test';
import { checkKey } from '../../main/store/text';
import { addressOf, inSync, keysOf, openNode } from '../support/nodes';
import { MINUTE, nodeWithBackups, set } from './nodes';

test('restoring merges: what is newer stays, what is lacking comes and reaches the peers', async (context) => {
  const { node, clock } = await nodeWithBackups(context);
  for (const name of ['kept', 'edited', 'deleted']) await set(node, name, 'old');
  const { path } = await node.backups.now();
  clock.now += 1_000;
  await set(node, 'edited', 'new');
  await node.put(checkKey('deleted'), null);
  const before = node.status().fingerprint;
  assert.deepEqual(await node.backups.restore(path), { added: 0, tooNew: 0 });
  assert.equal(node.status().fingerprint, before);

  const { node: bob } = await nodeWithBackups(context, { name: 'Bob' });
  const chloe = await openNode(context, { name: 'Chloé' });
  await bob.peers.add(addressOf(chloe));
  await set(bob, 'edited', 'Bob');
  await inSync(bob, chloe);
  const { header, ...counts } = await bob.backups.preview(path);
  assert.equal(header.name, 'Alice');
  assert.deepEqual(counts, {
    ...{ keys: 3, newKeys: 2, changedKeys: 0, conflicts: 1, newEntries: 3, tooNew: 0 },
    ...{ deletedHere: 0, otherHere: 1, setHere: 0, onlyHere: 0 },
  });
  assert.deepEqual(await bob.backups.restore(path), { added: 3, tooNew: 0 });
  assert.equal(bob.get(checkKey('edited')), '"Bob"');
  assert.deepEqual(keysOf(bob).sort(), ['deleted', 'edited', 'kept']);
  assert.equal(bob.status().conflicts, 1);
  await inSync(bob, chloe);
  assert.deepEqual(keysOf(chloe).sort(), ['deleted', 'edited', 'kept']);
  const events = bob.events.recent(100);
  assert.equal(events.find(({ kind }) => kind === 'restored')?.count, 3);
  const conflict = events.find(({ kind }) => kind === 'conflict');
  // Alice, of whom Bob knows but the id.
  assert.deepEqual([conflict?.key, conflict?.count, conflict?.peer], ['edited', 1, node.id.slice(0, 6)]);
});

test('a damaged backup, one of another rule and one from the future change nothing', async (context) => {
  const { node, clock } = await nodeWithBackups(context);
  clock.now += 6 * MINUTE;
  await set(node, 'Ville', 'Lyon');
  const { path, size } = await node.backups.now();
  const other = await openNode(context, { rule: 'first' });
  await assert.rejects(other.backups.preview(path), { code: 'other-rule', message: /--as-new/ });
  await assert.rejects(other.backups.restore(path), { code: 'other-rule' });
  // As the command line does it.
  assert.throws(() => other.backups.previewOf('latest'), { code: 'other-rule' });
  await assert.rejects(other.backups.restoreEntries('latest', []), { code: 'other-rule' });
  const present = await openNode(context, { now: () => clock.now - 6 * MINUTE });
  assert.equal((await present.backups.preview(path)).tooNew, 1);
  assert.deepEqual(await present.backups.restore(path), { added: 0, tooNew: 1 });
  await truncate(path, size - 1);
  await assert.rejects(node.backups.restore(path), { code: 'bad-backup' });
  await assert.rejects(present.backups.restore(path), { code: 'bad-backup' });
  for (const untouched of [other, present]) assert.equal(untouched.status().keys, 0);
});

test('restoring can be cancelled: what was merged stays, and the rest comes with the next time', async (context) => {
  const { node } = await nodeWithBackups(context);
  await Promise.all(Array.from({ length: 5_000 }, (_, n) => set(node, `key ${n}`, `value ${n}`)));
  const { path } = await node.backups.now();
  const other = await openNode(context);
  const cancel = new AbortController();
  const progress = (done: number): void => {
    if (done > 2_000) cancel.abort();
  };
  const restored = other.backups.restore(path, { progress, signal: cancel.signal });
  await assert.rejects(restored, { code: 'cancelled', message: /\d+ entries were restored, and stay/ });
  const part = other.status().keys;
  assert.ok(part > 0 && part < 5_000, `${part}`);
  await other.backups.restore(path);
  assert.equal(other.status().fingerprint, node.status().fingerprint);
});
