import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Numbered } from '../../main/store/contents';
import type { Database } from '../../main/store/database';
import { anyScenario, BATCHES, batches, type Scenario } from './arbitraries';
import { BOB, held, identity, key, newDatabase, snapshot, text } from './fixtures';

/** A database as it is after the first batches, and what its disk holds then. */
function stopped(scenario: Scenario, after: number): { database: Database; disk: Numbered[] } {
  const database = newDatabase(scenario.rule);
  for (const batch of batches(scenario, 'here').slice(0, after)) database.merge(batch, BOB);
  return { database, disk: held(database).map((version) => ({ ...version })) };
}

function restarted(scenario: Scenario, disk: readonly Numbered[]): Database {
  const database = newDatabase(scenario.rule);
  database.load(disk);
  return database;
}

const anyStop = fc.nat(BATCHES);

test('loading what a disk holds, in any chunks, rebuilds the same database', () => {
  fc.assert(
    fc.property(anyScenario, anyStop, fc.nat(50), (scenario, stop, cut) => {
      const { database, disk } = stopped(scenario, stop);
      const loaded = restarted(scenario, disk.slice(0, cut));
      loaded.load(disk.slice(cut));
      assert.deepEqual(snapshot(loaded), snapshot(database));
      assert.equal(loaded.deleted, database.deleted);
      assert.deepEqual(
        held(loaded).map(({ from }) => from),
        disk.map(() => null),
        'nobody is known to have brought it',
      );
    }),
  );
});

test('after a restart every number of the feed means what it meant before', () => {
  fc.assert(
    fc.property(anyScenario, anyStop, (scenario, stop) => {
      const { database, disk } = stopped(scenario, stop);
      const loaded = restarted(scenario, disk);
      assert.equal(loaded.feed.head, database.feed.head);
      assert.equal(loaded.feed.size, database.feed.size);
      for (let since = 0; since <= database.feed.head + 1; since++) {
        assert.deepEqual([...loaded.feed.after(since)].map(identity), [...database.feed.after(since)].map(identity));
      }
    }),
  );
});

test('a database that restarts goes on as one that never stopped', () => {
  fc.assert(
    fc.property(anyScenario, anyStop, (scenario, stop) => {
      const { database, disk } = stopped(scenario, stop);
      const loaded = restarted(scenario, disk);
      for (const batch of batches(scenario, 'here').slice(stop)) {
        const [there, here] = [database.merge(batch, BOB), loaded.merge(batch, BOB)];
        assert.deepEqual(here.dropped, there.dropped);
        assert.deepEqual(
          here.added.map(({ seq }) => seq),
          there.added.map(({ seq }) => seq),
        );
      }
      assert.deepEqual(snapshot(loaded), snapshot(database));
    }),
  );
});

test('a number is given out once: the next write comes after the highest on the disk', () => {
  const database = newDatabase('latest');
  const [first] = newDatabase('latest').put(key('k'), text('v')).added;
  database.load([{ ...(first ?? assert.fail()), seq: 41 }]);
  assert.equal(database.put(key('other'), text('v')).added[0]?.seq, 42);
});

test('entries that come off a disk in another order than their numbers are a defect, not data', () => {
  const database = newDatabase('latest');
  const { added } = database.put(key('k'), text('v'));
  const loaded = newDatabase('latest');
  loaded.load(added);
  assert.throws(() => loaded.load(database.put(key('other'), text('v')).added.map((one) => ({ ...one, seq: 1 }))), {
    name: 'RangeError',
  });
});
