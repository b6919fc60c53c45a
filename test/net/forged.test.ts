import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { BOB } from '../store/fixtures';
import { intrude, telling } from '../support/intruder';
import { keysOf, openNode } from '../support/nodes';
import { until } from '../support/until';

const VILLE = checkKey('Ville');
const LYON = textValue('Lyon');
const HOUR = 3_600_000;

test('under rule first a peer that claims to have been earlier makes a conflict, which is told, and loses nothing', async (context) => {
  const alice = await openNode(context, { name: 'Alice', rule: 'first' });
  await alice.put(VILLE, LYON);
  const [mine] = alice.database.versions(VILLE);
  const intruder = await intrude(context, alice, { rule: 'first' });
  const stamp = { time: Date.now() - HOUR, counter: 0, node: BOB };
  intruder.send(telling([{ key: VILLE, value: textValue('Nice'), stamp, parents: mine ? [mine.stamp] : [] }]));
  const conflict = await until('the conflict', () => [...alice.entries.conflicts()][0]);
  assert.deepEqual([conflict.winner.value, conflict.losers.map(({ value }) => value)], ['"Nice"', [LYON]]);
  assert.ok(alice.events.recent(10).some(({ kind, key }) => kind === 'conflict' && key === VILLE));
});

test('under rule first a peer that deletes is left as broken, and nothing of its batch is taken', async (context) => {
  const alice = await openNode(context, { name: 'Alice', rule: 'first' });
  await alice.put(VILLE, LYON);
  const intruder = await intrude(context, alice, { rule: 'first' });
  const stamp = { time: Date.now() - HOUR, counter: 0, node: BOB };
  const other = { key: checkKey('Pays'), value: textValue('France'), stamp, parents: [] };
  intruder.send(telling([other, { key: VILLE, value: null, stamp, parents: [] }]));
  const error = await until('the link to be closed', () => alice.status().peers[0]?.lastError);
  assert.equal(error.message, 'It sent what the protocol does not allow.');
  assert.deepEqual([keysOf(alice), alice.get(VILLE)], [[VILLE], LYON]);
});

test('an entry stamped six minutes ahead is refused alone, its peer is shown with how far it is, and no clock moves', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const intruder = await intrude(context, alice);
  const time = Date.now() + HOUR / 10;
  const [now, ahead] = [Date.now(), time].map((time) => ({ time, counter: 0, node: BOB }));
  assert.ok(now && ahead);
  intruder.send(
    telling([
      { key: checkKey('Pays'), value: textValue('France'), stamp: now, parents: [] },
      { key: VILLE, value: textValue('Nice'), stamp: ahead, parents: [] },
      { key: checkKey('Fleuve'), value: textValue('Rhône'), stamp: { ...now, counter: 1 }, parents: [] },
    ]),
  );
  const peer = await until('the peer to be shown', () =>
    alice.status().peers.find(({ state }) => state === 'clock-wrong'),
  );
  assert.ok(Math.abs((peer.ahead ?? 0) - HOUR / 10) < 60_000, `${peer.ahead} ms`);
  assert.equal(peer.lastError?.code, 'clock-wrong');
  assert.deepEqual(keysOf(alice), ['Pays', 'Fleuve']);
  await alice.put(VILLE, LYON);
  assert.ok((alice.entries.one(VILLE)?.time ?? time) < time, 'what is set here is stamped by the wall clock still');
});
