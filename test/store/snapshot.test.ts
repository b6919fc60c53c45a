import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fingerprint } from '../../main/store/fingerprint';
import type { Version } from '../../main/store/record';
import { Snapshot } from '../../main/store/snapshot';
import { anyScenario } from './arbitraries';
import { identity, key, newDatabase, snapshot, text } from './fixtures';

test('a snapshot gives what was held when it was taken, whatever changes before and while it is read', () => {
  fc.assert(
    fc.property(anyScenario, fc.nat(50), fc.nat(50), ({ rule, deliveries }, taken, read) => {
      const entries = deliveries.map(({ entry }) => entry);
      const database = newDatabase(rule);
      database.merge(entries.slice(0, taken), null);
      const before = snapshot(database);
      const one = database.snapshot();
      database.merge(entries.slice(taken, taken + read), null);
      const versions: Version[] = [];
      for (const version of one.versions()) {
        versions.push(version);
        database.merge(entries.slice(taken + read), null);
        database.merge([{ ...version, key: key(`new ${versions.length}`) }], null);
      }
      one.close();
      const again = newDatabase(rule);
      again.merge(versions, null);
      assert.deepEqual(snapshot(again), before);
      assert.deepEqual([one.size, one.fingerprint], [versions.length, before.fingerprint]);
      assert.equal(new Set(versions.map(identity)).size, versions.length);
      const fingerprint = new Fingerprint();
      versions.forEach((version) => fingerprint.add(version));
      assert.equal(fingerprint.text, before.fingerprint);
    }),
  );
});

test('a snapshot gives the versions of a key together, its winner first', () => {
  const database = newDatabase('latest');
  for (const name of ['a', 'b', 'a', 'c', 'b']) database.put(key(name), text(`${name} ${database.feed.head}`));
  const taken = database.snapshot();
  database.put(key('a'), null);
  const read = [...taken.versions()].map((version) => JSON.parse(version.value as string));
  assert.deepEqual(
    read.sort((one, other) => one.charCodeAt(0) - other.charCodeAt(0)),
    ['a 2', 'a 0', 'b 4', 'b 1', 'c 3'],
  );
});

test('a snapshot gives the winners of when it was taken, whatever changes while they are read', () => {
  fc.assert(
    fc.property(anyScenario, fc.nat(50), ({ rule, deliveries }, taken) => {
      const entries = deliveries.map(({ entry }) => entry);
      const database = newDatabase(rule);
      database.merge(entries.slice(0, taken), null);
      const before = [...database.winners()].map(identity).sort();
      const one = database.snapshot();
      const winners: string[] = [];
      for (const winner of one.winners()) {
        winners.push(identity(winner));
        database.merge(entries.slice(taken), null);
        database.merge([{ ...winner, key: key(`new ${winners.length}`) }], null);
      }
      one.close();
      assert.deepEqual(winners.sort(), before);
    }),
  );
});

/** Writes that come when so many versions were read: keys anew, each often enough that its history drops some, and new keys. */
const anyWrites = fc.array(
  fc.record({ at: fc.nat(20_000), from: fc.nat(20_000), keys: fc.nat(40), times: fc.nat(12), added: fc.nat(20_000) }),
  { minLength: 1, maxLength: 6 },
);

test('a snapshot of many keys holds while its index is spread and its parts grow as it is read', () => {
  fc.assert(
    fc.property(fc.constantFrom(16_000, 16_384, 20_000), anyWrites, (size, writes) => {
      const database = newDatabase('latest');
      for (let n = 0; n < size; n++) database.put(key(`key ${n}`), text('old'));
      for (let n = 0; n < size; n += 100) database.put(key(`key ${n}`), null);
      const { fingerprint, feed } = database;
      const [held, ofWinners, ofVersions] = [feed.size, database.snapshot(), database.snapshot()];
      const winners = ofWinners.winners();
      const read = new Fingerprint();
      const won = new Map<string, string | null>();
      let count = 0;
      for (const version of ofVersions.versions()) {
        read.add(version);
        count += 1;
        const { value: winner } = winners.next();
        if (winner !== undefined) won.set(winner.key, winner.value);
        for (const { from, keys, times, added } of writes.filter(({ at }) => at === count)) {
          for (let n = 0; n < keys * times; n++)
            database.put(key(`key ${(from + (n % keys)) % size}`), text(`new ${n}`));
          for (let n = 0; n < added; n++) database.put(key(`new ${n}`), text(`new ${database.feed.head}`));
        }
      }
      for (const { key, value } of winners) won.set(key, value);
      assert.deepEqual([read.text, count], [fingerprint, held]);
      assert.equal(won.size, size);
      for (let n = 0; n < size; n++) assert.equal(won.get(`key ${n}`), n % 100 === 0 ? null : '"old"');
    }),
    { numRuns: 8 },
  );
});

test('a snapshot is read key by key, and its winners without their histories', () => {
  const database = newDatabase('latest');
  for (let n = 0; n < 3_000; n++) database.put(key(`key ${n % 1_000}`), text(`${n}`));
  const reads = { winner: 0, versions: 0 };
  const counted = new Proxy(database, {
    get: (source, name) => {
      if (name === 'winner' || name === 'versions') reads[name] += 1;
      const found: unknown = Reflect.get(source, name);
      return typeof found === 'function' ? found.bind(source) : found;
    },
  });
  new Snapshot(counted, () => {}).winners().next();
  assert.deepEqual(reads, { winner: 1, versions: 0 });
  new Snapshot(counted, () => {}).versions().next();
  assert.deepEqual(reads, { winner: 1, versions: 1 });
});
