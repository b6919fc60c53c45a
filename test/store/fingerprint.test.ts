import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entry } from '../../main/store/entry';
import type { NodeId } from '../../main/store/stamp';
import { anyScenario, batches, type Scenario } from './arbitraries';
import { BOB, held, key, NOON, newDatabase, snapshot, text } from './fixtures';
import { modelFingerprint } from './model';

function older(count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => ({
    key: key('a'),
    value: text(`${i}`),
    stamp: { time: NOON + i, counter: 0, node: BOB },
    parents: [],
  }));
}

test('after every batch the fingerprint is the XOR of all that is held, computed from scratch', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = newDatabase(scenario.rule);
      for (const batch of batches(scenario, 'there')) {
        database.merge(batch, BOB);
        assert.equal(database.fingerprint, modelFingerprint(held(database)));
      }
    }),
    { numRuns: 50 },
  );
});

test('the empty database has a fingerprint of 32 zeros', () => {
  assert.equal(newDatabase('latest').fingerprint, '0'.repeat(32));
});

test('a fingerprint is the one that the specification works out by hand', () => {
  const database = newDatabase('latest');
  const stamp = { time: NOON, counter: 0, node: '0123456789abcdef' as NodeId };
  database.merge([{ key: key('Ville'), value: text('Lyon'), stamp, parents: [] }], BOB);
  // The example of docs/protocol.md.
  assert.equal(database.fingerprint, '596eba3d49605622e25b41a64908f8b6');
});

test('a deleted key does not have the fingerprint of a key that never was', () => {
  const database = newDatabase('latest');
  database.put(key('a'), text('1'));
  database.put(key('a'), null);
  assert.notEqual(database.fingerprint, newDatabase('latest').fingerprint);
  assert.equal(database.size, 0);
});

test('the history of a key is part of the fingerprint', () => {
  const [short, long] = [newDatabase('latest'), newDatabase('latest')];
  const [before, after] = older(2);
  assert.ok(before !== undefined && after !== undefined);
  short.merge([after], BOB);
  long.merge([before, after], BOB);
  assert.deepEqual(long.winner(key('a'))?.stamp, short.winner(key('a'))?.stamp);
  assert.notEqual(long.fingerprint, short.fingerprint);
  short.merge([before], BOB);
  assert.equal(long.fingerprint, short.fingerprint);
});

test('what fell out of the history is no part of the fingerprint', () => {
  const [all, kept] = [newDatabase('latest'), newDatabase('latest')];
  all.merge(older(20), BOB);
  kept.merge(older(20).slice(-9), BOB);
  assert.equal(all.fingerprint, kept.fingerprint);
});

test('databases have one fingerprint if and only if they hold the same winners, histories and conflicts', () => {
  fc.assert(
    fc.property(anyScenario, fc.nat(50), (scenario, missing) => {
      const some: Scenario = { ...scenario, deliveries: scenario.deliveries.toSpliced(missing, 1) };
      const [ours, theirs] = [scenario, some].map(({ rule, deliveries }) => {
        const database = newDatabase(rule);
        database.merge(
          deliveries.map(({ entry }) => entry),
          BOB,
        );
        return snapshot(database);
      });
      const { fingerprint: one, ...mine } = ours ?? assert.fail();
      const { fingerprint: other, ...yours } = theirs ?? assert.fail();
      if (one === other) assert.deepEqual(mine, yours);
      else assert.notDeepEqual(mine, yours);
    }),
  );
});
