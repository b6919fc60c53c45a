import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '../../main/store/database';
import type { Version } from '../../main/store/record';
import { anyScenario, BATCHES, batches } from './arbitraries';
import { BOB, held, identity, key, keysOf, newDatabase, snapshot, text } from './fixtures';

/** What the feed must give after a number, by asking every key. */
function aliveAfter(database: Database, since: number): string[] {
  const alive = keysOf(database).flatMap((name) => database.versions(name));
  return alive
    .filter((version) => version.seq > since)
    .sort((a, b) => a.seq - b.seq)
    .map(identity);
}

/** What is found by place. */
function walkedAfter({ feed }: Database, since: number): Version[] {
  const walked: Version[] = [];
  let place = feed.placeAfter(since);
  for (let version = feed.at(place); version !== undefined; version = feed.at(++place)) {
    if (version !== null) walked.push(version);
  }
  return walked;
}

test('after any number the feed gives exactly the newer versions that still count, oldest first', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = newDatabase(scenario.rule);
      for (const batch of batches(scenario, 'here')) database.merge(batch, BOB);
      for (let since = 0; since <= database.feed.head + 1; since++) {
        const versions = [...database.feed.after(since)];
        assert.deepEqual(versions.map(identity), aliveAfter(database, since));
        assert.deepEqual(walkedAfter(database, since), versions);
        assert.ok(database.feed.countAfter(since) >= versions.length);
      }
      assert.equal(database.feed.size, held(database).length);
      assert.equal(database.feed.countAfter(database.feed.head), 0);
    }),
  );
});

test('a batch appears in the feed in the order in which it was applied, under new numbers', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = newDatabase(scenario.rule);
      for (const batch of batches(scenario, 'here')) {
        const since = database.feed.head;
        const { added } = database.merge(batch, BOB);
        assert.deepEqual([...database.feed.after(since)], added);
      }
    }),
  );
});

test('a peer that read up to any number catches up from there', () => {
  const pauses = fc.uniqueArray(fc.nat(BATCHES - 1), { maxLength: 4 });
  fc.assert(
    fc.property(anyScenario, pauses, (scenario, readAt) => {
      const [writer, reader] = [newDatabase(scenario.rule), newDatabase(scenario.rule)];
      let cursor = 0;
      const read = (): void => {
        reader.merge([...writer.feed.after(cursor)], BOB);
        cursor = writer.feed.head;
      };
      batches(scenario, 'here').forEach((batch, at) => {
        writer.merge(batch, BOB);
        if (readAt.includes(at)) read();
      });
      read();
      assert.deepEqual(snapshot(reader), snapshot(writer));
    }),
    { numRuns: 150 },
  );
});

test('a key edited 5,000 times leaves 9 versions in the feed and its dropped ones are swept out', () => {
  const database = newDatabase('latest');
  for (let edit = 0; edit < 5000; edit++) {
    database.put(key('busy'), text(`${edit}`));
    assert.ok(database.feed.countAfter(0) <= 1024 + 9);
  }
  assert.equal(database.feed.head, 5000);
  assert.equal(database.feed.size, 9);
  assert.equal(held(database).length, 9);
});

test('cursors hold their meaning over a sweep', () => {
  const database = newDatabase('latest');
  const reader = newDatabase('latest');
  let cursor = 0;
  for (let edit = 0; edit < 4000; edit++) {
    database.put(key(`key ${edit % 7}`), text(`${edit}`));
    if (edit % 611 !== 0 && edit !== 3999) continue;
    assert.deepEqual([...database.feed.after(cursor)].map(identity), aliveAfter(database, cursor));
    reader.merge([...database.feed.after(cursor)], BOB);
    cursor = database.feed.head;
  }
  assert.deepEqual(snapshot(reader), snapshot(database));
});

test('of long versions only the last are kept as they are, and the others are read again', () => {
  const database = newDatabase('latest');
  const long = text('x'.repeat(2_000));
  const [first] = database.put(key('first'), long).added as [Version];
  assert.equal(database.feed.get(first.seq), first);
  for (let n = 0; n < 128; n++) database.put(key(`later ${n}`), long);
  const again = database.feed.get(first.seq) as Version;
  assert.notEqual(again, first);
  assert.deepEqual(again, first);
});
