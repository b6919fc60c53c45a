import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fingerprint } from '../../main/store/fingerprint';
import type { Version } from '../../main/store/record';
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
