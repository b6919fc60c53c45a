import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_AHEAD_MS } from '../../main/store/clock';
import { ClockWrong } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import { Refused } from '../../main/store/refusal';
import { anyScenario } from './arbitraries';
import { BOB, COURSE, held, key, newDatabase, snapshot, stamp, text, Wall } from './fixtures';

function stampedAhead(ms: number): Entry {
  return { key: key('from the future'), value: text('?'), stamp: stamp(ms), parents: [] };
}

test('a batch with one stamp too far ahead, wherever it stands, changes nothing and moves no clock', () => {
  fc.assert(
    fc.property(anyScenario, fc.nat(50), fc.integer({ min: 1, max: 2 ** 40 }), (scenario, place, excess) => {
      const entries = scenario.deliveries.map(({ entry }) => entry);
      const batch = entries.slice(place / 2);
      batch.splice(place, 0, stampedAhead(MAX_AHEAD_MS + excess));
      const [refusing, twin] = [newDatabase(scenario.rule), newDatabase(scenario.rule)];
      for (const database of [refusing, twin]) database.merge(entries.slice(0, place / 2), BOB);
      assert.throws(() => refusing.merge(batch, BOB), ClockWrong);
      assert.deepEqual(held(refusing), held(twin));
      assert.deepEqual(snapshot(refusing), snapshot(twin));
      assert.deepEqual(refusing.clock.tick(), twin.clock.tick());
    }),
  );
});

test('a stamp five minutes ahead is taken, and one millisecond more is refused with how far it is', () => {
  const database = newDatabase('latest');
  assert.equal(database.merge([stampedAhead(MAX_AHEAD_MS)], BOB).added.length, 1);
  assert.throws(
    () => database.merge([stampedAhead(MAX_AHEAD_MS + 1)], BOB),
    (error) => error instanceof ClockWrong && error.code === 'clock-wrong' && error.ahead === MAX_AHEAD_MS + 1,
  );
});

test('what was refused is taken once the local clock has been set right', () => {
  const wall = new Wall();
  const database = newDatabase('latest', wall);
  assert.throws(() => database.merge([stampedAhead(3_600_000)], BOB), ClockWrong);
  wall.now += 3_600_000;
  assert.equal(database.merge([stampedAhead(3_600_000)], BOB).added.length, 1);
});

test('a stamp of years ago is taken: its writer was away, not wrong', () => {
  assert.equal(newDatabase('latest').merge([stampedAhead(-(10 ** 11))], BOB).added.length, 1);
});

test('a node takes back from its own disk what it wrote before its clock was set back', () => {
  const database = newDatabase('latest');
  database.load([{ ...stampedAhead(3_600_000), seq: 1 }]);
  assert.equal(database.size, 1);
  database.put(key('from the future'), text('edited'));
  assert.equal(database.winner(key('from the future'))?.value, text('edited'));
});

test('a refused write moves no clock', () => {
  const [refusing, twin] = [newDatabase('first'), newDatabase('first')];
  for (const database of [refusing, twin]) database.put(key('k'), text('first'));
  const writes = [
    () => refusing.put(key('k'), text('second')),
    () => refusing.put(key('k'), null),
    () => refusing.put(key('nowhere'), null),
    () => refusing.create(key('k'), text('second'), COURSE),
    () => refusing.create(key('new'), text('second'), COURSE, stamp(MAX_AHEAD_MS + 1).time),
  ];
  for (const write of writes) assert.throws(write, Refused);
  assert.deepEqual(snapshot(refusing), snapshot(twin));
  assert.deepEqual(refusing.clock.tick(), twin.clock.tick());
});
