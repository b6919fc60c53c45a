import assert from 'node:assert/strict';
import { access, truncate } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { Preview } from '../../main/backup/preview';
import { putBackFile, putBackValues, valuesOf, type Write } from '../../main/backup/put-back';
import type { Node } from '../../main/node/node';
import { Refused } from '../../main/store/refusal';
import { checkKey, textValue } from '../../main/store/text';
import { anyScenario } from '../store/arbitraries';
import { newDatabase, Wall } from '../store/fixtures';
import { FailingDisk } from '../support/failing-disk';
import { newFolder } from '../support/folder';
import { addressOf, inSync, openNode } from '../support/nodes';
import { backUp } from './fixtures';
import { nodeWithBackups, nodeWithTen } from './nodes';

async function setAll(node: Node, values: Record<string, string | null>): Promise<void> {
  for (const [key, value] of Object.entries(values))
    await node.put(checkKey(key), value === null ? null : textValue(value));
}

function valuesIn(node: Node): Record<string, unknown> {
  const winners = [...node.database.winners()].filter(({ value }) => value !== null);
  return Object.fromEntries(winners.map(({ key, value }) => [key, JSON.parse(value as string)]).sort());
}

test('keys that were deleted or changed since come back on all nodes, and go again by the backup made before', async (context) => {
  const { node: alice } = await nodeWithBackups(context, { name: 'Alice' });
  const bob = await openNode(context, { name: 'Bob' });
  await alice.peers.add(addressOf(bob));
  await setAll(alice, { 'note/1': 'milk', 'note/2': 'bread', same: 'x', gone: 'x' });
  await setAll(alice, { gone: null });
  const { path } = await alice.backups.now();
  await setAll(alice, { 'note/1': null, 'note/2': 'nothing', 'note/3': 'new', gone: 'again' });
  const since = { 'note/2': 'nothing', 'note/3': 'new', same: 'x', gone: 'again' };
  await inSync(alice, bob);

  const { deletedHere, otherHere, setHere, onlyHere, newEntries } = await alice.backups.preview(path);
  const told = { deletedHere, otherHere, setHere, onlyHere, newEntries };
  assert.deepEqual(told, { deletedHere: 1, otherHere: 1, setHere: 1, onlyHere: 1, newEntries: 0 });
  const progress: [number, number][] = [];
  const { before, ...counts } = await alice.backups.putBack(path, { progress: (...all) => void progress.push(all) });
  assert.deepEqual(counts, { added: 0, tooNew: 0, written: 3 });
  assert.deepEqual(progress.at(-1), [5, 5]);
  for (const node of [alice, bob]) {
    await inSync(alice, bob);
    const back = { 'note/1': 'milk', 'note/2': 'bread', 'note/3': 'new', same: 'x' };
    assert.deepEqual(valuesIn(node), back, node.name);
  }
  assert.equal(alice.database.winner(checkKey('note/1'))?.stamp.node, alice.id);
  assert.equal(alice.status().conflicts, 0);

  assert.equal((await alice.backups.putBack(before)).written, 3);
  await inSync(alice, bob);
  for (const node of [alice, bob]) assert.deepEqual(valuesIn(node), since, node.name);
  assert.equal((await alice.backups.putBack(before)).written, 0, 'put back once more, it changes nothing');
});

test('putting back gives every key of a backup what it has there, which the preview counted, and the others stay', async () => {
  await fc.assert(
    fc.asyncProperty(anyScenario, async ({ rule, deliveries }) => {
      fc.pre(rule === 'latest');
      const [here, there] = [newDatabase(rule, new Wall()), newDatabase(rule)];
      for (const { entry, here: arrivals } of deliveries) {
        const [first = 0] = arrivals;
        if (first % 3 !== 0) here.merge([entry], null);
        if (first % 3 !== 1) there.merge([entry], null);
      }
      const backup = [...there.snapshot().versions()];
      const before = new Map([...here.winners()].map(({ key, value }) => [key, value]));
      const preview = new Preview(here);
      preview.add(backup);
      const { deletedHere, otherHere, setHere, onlyHere } = preview.end();
      here.merge(backup, null);
      const write: Write = async (values) => here.putAll(values).refused;
      let written = 0;
      // In pieces, so that a key's entries come in several.
      async function* pieces() {
        for (let at = 0; at < backup.length; at += 3) yield backup.slice(at, at + 3);
      }
      for await (const values of valuesOf(pieces(), rule, here.order))
        written += await putBackValues(here, write, values);
      assert.equal(written, deletedHere + otherHere + setHere);
      for (const { key, value } of there.winners()) assert.equal(here.winner(key)?.value, value);
      const others = [...before].filter(([key, value]) => value !== null && there.winner(key) === undefined);
      assert.equal(onlyHere, others.length);
      for (const [key, value] of others) assert.equal(here.winner(key)?.value, value);
    }),
  );
});

test('keys that are written at once are all counted', async (context) => {
  const [here, there] = [newDatabase('latest'), newDatabase('latest')];
  for (const name of ['a', 'b']) there.put(checkKey(name), textValue('old'));
  const path = await backUp(there, await newFolder(context));
  const waiting: (() => void)[] = [];
  // The disk has neither before both are on their way.
  const write: Write = async () => {
    await new Promise<void>((resolve) => waiting.push(resolve) === 2 && waiting.forEach((one) => one()));
    return [];
  };
  assert.equal(await putBackFile(here, write, path, {}), 2);
});

test('a value that the node refuses is not said to be put back', async () => {
  const refuses: Write = async () => [{ at: 0, why: new Refused('disk', 'The disk is full.') }];
  const values = [[checkKey('Ville'), textValue('Lyon')]] as const;
  await assert.rejects(putBackValues(newDatabase('latest'), refuses, values), { code: 'disk' });
});

test('what is put back stays among the backups, though the one made before and others push it out meanwhile', async (context) => {
  const { node, oldest, another } = await nodeWithTen(context);
  const { verify, host } = node.backups;
  context.mock.method(node.backups, 'verify', async (...asked: Parameters<typeof verify>) => {
    const header = await verify.apply(node.backups, asked);
    await another();
    return header;
  });
  const { merge } = host;
  context.mock.method(host, 'merge', async (...entries: Parameters<typeof merge>) => {
    await another();
    return merge(...entries);
  });
  assert.equal((await node.backups.restore(oldest)).added, 0);
  await access(oldest);
  assert.equal((await node.backups.putBack(oldest)).written, 1);
  assert.equal(node.get(checkKey('Ville')), '"0"');
  await access(oldest);
  await another();
  await assert.rejects(access(oldest), { code: 'ENOENT' }, 'then it goes as any other');
});

test('nothing is put back where no backup can be made before, none where it is damaged, none under rule first', async (context) => {
  const { node } = await nodeWithBackups(context);
  await setAll(node, { Ville: 'Lyon' });
  const { path, size } = await node.backups.now();
  await setAll(node, { Ville: 'Nice' });
  const bare = await openNode(context, { name: 'Bob' });
  await setAll(bare, { Ville: 'Paris' });
  await assert.rejects(bare.backups.putBack(path), { code: 'backup-failed', message: /choose one/ });
  assert.deepEqual(valuesIn(bare), { Ville: 'Paris' });

  const { node: first } = await nodeWithBackups(context, { rule: 'first' });
  await setAll(first, { Ville: 'Lyon' });
  const ofFirst = await first.backups.now();
  await setAll(first, { Fleuve: 'Rhône' });
  await assert.rejects(first.backups.putBack(ofFirst.path), { code: 'write-once' });
  assert.equal((await first.backups.list()).length, 1, 'not even a backup was made');
  await assert.rejects(first.backups.putBackValues([[checkKey('Ville'), textValue('x')]]), { code: 'write-once' });
  await assert.rejects(first.backups.putBack(path), { code: 'other-rule' });

  await truncate(path, size - 1);
  await assert.rejects(node.backups.putBack(path), { code: 'bad-backup' });
  assert.deepEqual(valuesIn(node), { Ville: 'Nice' });
});

test('putting back can be cancelled and can fail: what was written stays, and the backup made before is named', async (context) => {
  const disk = new FailingDisk();
  const { node } = await nodeWithBackups(context, { disk });
  const all = Array.from({ length: 5_000 }, (_, n) => [checkKey(`key ${n}`), textValue('old')] as const);
  await node.putAll(all);
  const { path } = await node.backups.now();
  await node.putAll(all.map(([key]) => [key, textValue('new')]));
  const cancel = new AbortController();
  const old = textValue('old');
  const back = (): number => all.filter(([key]) => node.get(key) === old).length;
  const cancelled = node.backups.putBack(path, {
    signal: cancel.signal,
    progress: () => {
      if (back() > 500) cancel.abort();
    },
  });
  const message = /\d+ keys were put back, and stay\. .* What was here before is in .*\.byr\./;
  await assert.rejects(cancelled, { code: 'cancelled', message });
  assert.ok(back() > 500 && back() < 5_000, `${back()}`);
  const [{ otherHere }, rest] = [await node.backups.preview(path), await node.backups.putBack(path)];
  assert.deepEqual([rest.written, back()], [otherHere, 5_000]);
  await node.putAll(all.map(([key]) => [key, textValue('new')]));

  const failed = node.backups.putBack(path, {
    progress: () => {
      disk.fails = back() > 3_000;
    },
  });
  await assert.rejects(failed, { code: 'disk', message: /What was here before is in .*\.byr\./ });
  disk.fails = false;
});
