import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, aliceAndBob, inSync, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const ville = checkKey('Ville');
const HOUR = 3_600_000;

test('two values set apart are one winner and one conflict on both nodes once they are linked', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.put(ville, textValue('Lyon'));
  await until('the clock to go on', () => Date.now() > (alice.entries.one(ville)?.time ?? 0));
  await bob.put(ville, textValue('Nice'));
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  for (const node of [alice, bob]) {
    const [conflict, ...more] = node.entries.conflicts();
    assert.equal(more.length, 0);
    assert.equal(conflict?.winner.value, '"Nice"');
    assert.equal(conflict?.winner.by, 'Bob');
    assert.deepEqual(
      conflict?.losers.map(({ value, by }) => [value, by]),
      [['"Lyon"', 'Alice']],
    );
  }
  const [conflict] = alice.entries.conflicts();
  const [lost] = conflict?.losers ?? [];
  await bob.putBack(ville, lost?.stamp ?? '');
  await until('the conflict to be settled on both', () => [alice, bob].every((node) => node.status().conflicts === 0));
  await inSync(alice, bob);
  assert.equal(alice.get(ville), '"Lyon"');
});

test('under rule first the first value wins on both nodes', async (context) => {
  const alice = await openNode(context, { name: 'Alice', rule: 'first' });
  const bob = await openNode(context, { name: 'Bob', rule: 'first' });
  await alice.put(ville, textValue('Lyon'));
  await until('the clock to go on', () => Date.now() > (alice.entries.one(ville)?.time ?? 0));
  await bob.put(ville, textValue('Nice'));
  await bob.peers.add(addressOf(alice));
  await inSync(alice, bob);
  assert.deepEqual([alice.get(ville), bob.get(ville)], ['"Lyon"', '"Lyon"']);
  assert.equal(alice.status().fingerprint, bob.status().fingerprint);
});

test('what a node with a wrong clock wrote is refused, shown, and moves no clock', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const wrong = await openNode(context, { name: 'Wrong', now: () => Date.now() + HOUR });
  await wrong.put(ville, textValue('Tomorrow'));
  await alice.put(checkKey('Pays'), textValue('France'));
  await alice.peers.add(addressOf(wrong));
  await until('both to show it', () => {
    const states = [peerOf(alice, wrong)?.state, peerOf(wrong, alice)?.state];
    return states.every((state) => state === 'clock-wrong');
  });
  const ahead = peerOf(alice, wrong)?.ahead ?? 0;
  assert.ok(Math.abs(ahead - HOUR) < 60_000, `it is an hour ahead, not ${ahead} ms`);
  assert.ok(Math.abs((peerOf(wrong, alice)?.ahead ?? 0) + HOUR) < 60_000, 'and ours are refused there');
  assert.equal(alice.get(ville), null);
  await until('ours to reach it all the same', () => wrong.get(checkKey('Pays')) !== null);
  await alice.put(ville, textValue('Today'));
  const { time } = alice.entries.one(ville) ?? { time: Number.POSITIVE_INFINITY };
  assert.ok(time <= Date.now(), 'no stamp of ours is in the future');
});

test('once a clock that was a year ahead is set right, what is set there comes, and both tell what waits', async (context) => {
  let offset = 365 * 24 * HOUR;
  const alice = await openNode(context, { name: 'Alice' });
  const wrong = await openNode(context, { name: 'Wrong', now: () => Date.now() + offset });
  await wrong.put(ville, textValue('Tomorrow'));
  await wrong.peers.add(addressOf(alice));
  await until('it to be refused', () => peerOf(alice, wrong)?.state === 'clock-wrong');
  offset = 0;
  await wrong.put(checkKey('Pays'), textValue('France'));
  await until('it to come', () => alice.get(checkKey('Pays')) !== null);
  const told = await until('both to know the clocks', () => {
    const peers = [peerOf(alice, wrong), peerOf(wrong, alice)];
    return peers.every((peer) => peer?.state === 'clock-wrong' && Math.abs(peer.skew ?? HOUR) < 60_000) ? peers : null;
  });
  assert.deepEqual(
    told.map((peer) => Math.sign(peer?.ahead ?? 0)),
    [1, -1],
  );
  assert.equal(alice.get(ville), null);
});

test('entries stamped ahead are refused again and again, and push no other event out', async (context) => {
  let later = 0;
  const alice = await openNode(context, { name: 'Alice', now: () => Date.now() + later });
  const wrong = await openNode(context, { name: 'Wrong', now: () => Date.now() + later + HOUR });
  await wrong.peers.add(addressOf(alice));
  await until('Wrong to know the clock of Alice', () => Math.abs(peerOf(wrong, alice)?.skew ?? 0) > 60_000);
  await wrong.put(ville, textValue('Tomorrow'));
  const refusals = (): number => alice.events.recent(100).find(({ kind }) => kind === 'refused')?.count ?? 0;
  for (let times = 1; times <= 3; times++) {
    await until('it to be refused', () => refusals() >= times);
    later += 15_000;
  }
  const kinds = [alice, wrong].flatMap(({ events }) => events.recent(100).map(({ kind }) => kind));
  assert.deepEqual(
    kinds.filter((kind) => kind === 'sent' || kind === 'received'),
    [],
  );
  assert.equal(kinds.filter((kind) => kind === 'refused').length, 2);
});
