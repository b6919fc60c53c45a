import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyScenario, batches } from './arbitraries';
import { BOB, key, NOON, newDatabase, text } from './fixtures';
import { modelFingerprint } from './model';

test('after every batch the fingerprint is the XOR of the winners, computed from scratch', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const database = newDatabase(scenario.rule);
      for (const batch of batches(scenario, 'there')) {
        database.merge(batch, BOB);
        assert.equal(database.fingerprint, modelFingerprint([...database.winners()]));
      }
    }),
  );
});

test('the empty database has a fingerprint of 32 zeros', () => {
  assert.equal(newDatabase('latest').fingerprint, '0'.repeat(32));
});

test('a fingerprint is the one that the specification works out by hand', () => {
  const database = newDatabase('latest');
  database.merge([{ key: key('a'), value: text('1'), stamp: { time: NOON, counter: 0, node: BOB }, parents: [] }], BOB);
  // printf '["a","\\"1\\"",1700000000000,0,"bbbbbbbbbbbbbbbb"]' | sha256sum | cut -c 1-32
  assert.equal(database.fingerprint, 'c356b48f5563d6f51e40c4e6165af8d4');
});

test('a deleted key does not have the fingerprint of a key that never was', () => {
  const database = newDatabase('latest');
  database.put(key('a'), text('1'));
  database.put(key('a'), null);
  assert.notEqual(database.fingerprint, newDatabase('latest').fingerprint);
  assert.equal(database.size, 0);
});

test('the history of a key is no part of the fingerprint', () => {
  const entry = { key: key('a'), value: text('1'), stamp: { time: NOON, counter: 1, node: BOB }, parents: [] };
  const older = { ...entry, value: text('0'), stamp: { time: NOON, counter: 0, node: BOB } };
  const [short, long] = [newDatabase('latest'), newDatabase('latest')];
  short.merge([entry], BOB);
  long.merge([older, entry], BOB);
  assert.equal(long.fingerprint, short.fingerprint);
});
