import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Preview } from '../../main/backup/preview';
import { anyScenario } from '../store/arbitraries';
import { BOB, held, identity, key, NOON, newDatabase, stamp, text } from '../store/fixtures';

test('a preview tells exactly what restoring then comes to', () => {
  fc.assert(
    fc.property(anyScenario, ({ rule, deliveries }) => {
      const [here, there] = [newDatabase(rule), newDatabase(rule)];
      for (const { entry, here: arrivals } of deliveries) {
        const [first = 0] = arrivals;
        if (first % 3 !== 0) here.merge([entry], null);
        if (first % 3 !== 1) there.merge([entry], null);
      }
      // Who wrote the file may have put a key's entries in any order.
      const backup = [...there.snapshot().versions()].reverse();
      const preview = new Preview(here);
      preview.add(backup);
      const told = preview.end();
      const before = [...here.winners()].map(({ key, value }) => [key, value] as const);
      const [winners, conflicted, held0] = [
        new Map([...here.winners()].map((winner) => [winner.key, identity(winner)])),
        new Set(here.conflicted),
        new Set(held(here).map(identity)),
      ];
      here.merge(backup, null);
      const after = [...here.winners()];
      const keys = new Set(backup.map((entry) => entry.key));
      const differing = [...there.winners()]
        .map(({ key, value }) => [here.winner(key)?.value ?? null, value] as const)
        .filter(([value, old]) => value !== old);
      assert.deepEqual(told, {
        keys: keys.size,
        newKeys: [...keys].filter((name) => !winners.has(name)).length,
        changedKeys: after.filter((winner) => winners.has(winner.key) && winners.get(winner.key) !== identity(winner))
          .length,
        deletedHere: differing.filter(([value]) => value === null).length,
        otherHere: differing.filter(([value, old]) => value !== null && old !== null).length,
        setHere: differing.filter(([, old]) => old === null).length,
        onlyHere: [...before].filter(([name, value]) => value !== null && !keys.has(name)).length,
        conflicts: [...here.conflicted].filter((name) => !conflicted.has(name)).length,
        newEntries: held(here).filter((version) => !held0.has(identity(version))).length,
        tooNew: 0,
      });
    }),
  );
});

test('entries stamped too far in the future are counted and left out', () => {
  const preview = new Preview(newDatabase('latest'));
  const entry = (name: string, time: number) => ({
    key: key(name),
    value: text('1'),
    stamp: { ...stamp(0, 0, BOB), time: NOON + time },
    parents: [],
  });
  preview.add([entry('a', 6 * 60_000), entry('a', 0), entry('b', 6 * 60_000)]);
  const { keys, newKeys, changedKeys, newEntries, tooNew } = preview.end();
  assert.deepEqual(
    { keys, newKeys, changedKeys, newEntries, tooNew },
    { keys: 2, newKeys: 1, changedKeys: 0, newEntries: 1, tooNew: 2 },
  );
});

test('of a key that is repeated for ever no more is kept than its history', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const preview = new Preview(newDatabase('latest'));
  const given = Array.from({ length: 1_000 }, (_, n) => {
    const entry = { key: key('a'), value: text(`${n}`), stamp: stamp(n, 0, BOB), parents: [] };
    preview.add([entry]);
    return new WeakRef(entry);
  });
  // A reference that was just made holds until its turn of the event loop ends.
  await setImmediate();
  collectGarbage();
  const kept = given.filter((entry) => entry.deref() !== undefined).length;
  assert.ok(kept <= 10, `${kept}`);
  const { keys, newEntries } = preview.end();
  assert.deepEqual({ keys, newEntries }, { keys: 1, newEntries: 9 });
});
