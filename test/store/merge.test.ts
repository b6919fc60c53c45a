import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '../../main/store/database';
import { anyScenario, batches, type Scenario } from './arbitraries';
import { BOB, CHLOE, held, identity, key, newDatabase, snapshot, stamp, text } from './fixtures';
import { modelSnapshot } from './model';

function merged(scenario: Scenario, side: 'here' | 'there'): Database {
  const database = newDatabase(scenario.rule);
  for (const batch of batches(scenario, side)) database.merge(batch, BOB);
  return database;
}

test('the same entries in any order, any batches and any number of times make the same database', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      assert.deepEqual(snapshot(merged(scenario, 'here')), snapshot(merged(scenario, 'there')));
    }),
    { numRuns: 150 },
  );
});

test('winners, history, conflicts and fingerprint are what the design says of the set of entries', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const entries = scenario.deliveries.map(({ entry }) => entry);
      assert.deepEqual(snapshot(merged(scenario, 'here')), modelSnapshot(scenario.rule, entries));
    }),
    { numRuns: 150 },
  );
});

test('two databases that merge what the other holds are equal, whoever begins', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const [ours, theirs] = [newDatabase(scenario.rule), newDatabase(scenario.rule)];
      scenario.deliveries.forEach(({ entry }, at) => {
        (at % 2 === 0 ? ours : theirs).merge([entry], BOB);
      });
      ours.merge(held(theirs), BOB);
      theirs.merge(held(ours), BOB);
      assert.deepEqual(snapshot(ours), snapshot(theirs));
      assert.deepEqual(snapshot(ours), snapshot(merged(scenario, 'here')));
    }),
  );
});

test('merging again what a database has seen, kept or not, changes nothing and leaves the feed alone', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = merged(scenario, 'here');
      const head = database.feed.head;
      const seen = scenario.deliveries.map(({ entry }) => entry);
      assert.deepEqual(database.merge(seen, BOB), { added: [], dropped: [] });
      assert.equal(database.feed.head, head);
    }),
  );
});

test('a disk that keeps what was added and forgets what was dropped holds exactly what the database holds', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = newDatabase(scenario.rule);
      const disk = new Map<number, string>();
      for (const batch of batches(scenario, 'here')) {
        const { added, dropped } = database.merge(batch, BOB);
        for (const seq of dropped) disk.delete(seq);
        for (const version of added) disk.set(version.seq, identity(version));
        assert.deepEqual(
          [...disk],
          held(database).map((version) => [version.seq, identity(version)]),
        );
      }
    }),
  );
});

test('a version remembers the peer that it came from, and keeps it when another peer brings it again', () => {
  const database = newDatabase('latest');
  const entry = { key: key('k'), value: text('v'), stamp: stamp(0), parents: [] };
  database.merge([entry], BOB);
  database.merge([entry], CHLOE);
  database.put(key('mine'), text('v'));
  assert.deepEqual(
    held(database).map(({ from }) => from),
    [BOB, null],
  );
});

test('what changes nothing is found so without a look at the other texts of its key, which may be long', (context) => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => text(`long ${n}`));
  for (const rule of ['latest', 'first'] as const) {
    const database = newDatabase(rule);
    database.merge(
      values.map((value, n) => ({ key: key('k'), value, stamp: stamp(n === 0 ? 0 : n + 100), parents: [] })),
      BOB,
    );
    const known = held(database);
    const read = context.mock.method(database.feed.versions, 'read');
    assert.deepEqual(database.merge(known, CHLOE), { added: [], dropped: [] });
    assert.equal(read.mock.callCount(), known.length, 'one whose stamp it has is compared with that one');
    const low = known.map((entry, n) => ({ ...entry, stamp: stamp(rule === 'latest' ? n - 100 : n + 1) }));
    assert.deepEqual(database.merge(low, CHLOE), { added: [], dropped: [] });
    assert.equal(read.mock.callCount(), known.length, 'one for which the history has no room, with none');
  }
});
