import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aheadText, Clock, MAX_AHEAD_MS } from '../../main/store/clock';
import { MAX_COUNTER, type Stamp, stampText } from '../../main/store/stamp';
import { ALICE, BOB, COURSE, key, NOON, newDatabase, stamp, text, Wall } from './fixtures';

type Step = { jump: number } | { observe: Stamp } | { ticks: number };

/** Jumps go forwards and backwards, by parts of a millisecond and by more than a clock may be wrong. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ jump: fc.oneof(fc.constantFrom(0, 0.4, 1, -1), fc.integer({ min: -1e6, max: 1e6 })) }),
  fc.record({
    observe: fc.record({
      time: fc.integer({ min: NOON - 3, max: NOON + 3 }),
      counter: fc.constantFrom(0, 1, MAX_COUNTER - 1, MAX_COUNTER),
      node: fc.constant(BOB),
    }),
  }),
  fc.record({ ticks: fc.integer({ min: 1, max: 4 }) }),
);

function after(a: Stamp, b: Stamp): boolean {
  return a.time > b.time || (a.time === b.time && a.counter > b.counter);
}

test('a stamp is greater than all that were given or observed before, unless these are 5 minutes ahead', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
      const wall = new Wall();
      const clock = new Clock(ALICE, wall.read);
      let highest: Stamp = { time: 0, counter: 0, node: ALICE };
      for (const step of steps) {
        if ('jump' in step) wall.now += step.jump;
        else if ('observe' in step) {
          clock.observe(step.observe);
          if (after(step.observe, highest)) highest = step.observe;
        } else {
          for (let tick = 0; tick < step.ticks; tick++) {
            if (highest.time - Math.floor(wall.now) > MAX_AHEAD_MS) highest = { time: 0, counter: 0, node: ALICE };
            const given = clock.tick();
            assert.ok(after(given, highest), `${JSON.stringify(given)} after ${JSON.stringify(highest)}`);
            assert.ok(given.time >= Math.floor(wall.now) && Number.isSafeInteger(given.time));
            assert.ok(given.counter >= 0 && given.counter <= MAX_COUNTER);
            highest = given;
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('while the wall clock goes forward and nothing is observed, a stamp shows its time', () => {
  const wall = new Wall();
  const clock = new Clock(ALICE, wall.read);
  for (let ms = 0; ms < 5; ms++) {
    wall.now += 1;
    assert.deepEqual(clock.tick(), { time: wall.now, counter: 0, node: ALICE });
  }
});

test('a wall clock that is set back by no more than 5 minutes makes the counter go on', () => {
  const wall = new Wall();
  const clock = new Clock(ALICE, wall.read);
  const before = clock.tick();
  wall.now -= MAX_AHEAD_MS;
  assert.deepEqual(clock.tick(), { ...before, counter: before.counter + 1 });
});

test('once a clock that was a year ahead is set right, new keys bear the true time, and edits still replace', () => {
  const wall = new Wall();
  const before = newDatabase('latest', wall);
  wall.now += 365 * 86_400_000;
  before.put(key('Meal'), text('soup'));
  wall.now = NOON + 1_000;
  const restarted = newDatabase('latest', wall);
  restarted.load([...before.feed.after(0)]);
  for (const database of [before, restarted]) {
    database.put(key('Drink'), text('tea'));
    database.put(key('Meal'), text('pizza'));
    database.put(key('Meal'), null);
    assert.equal(database.winner(key('Drink'))?.stamp.time, wall.now);
    assert.deepEqual(
      database.versions(key('Meal')).map(({ value }) => value),
      [null, text('pizza'), text('soup')],
    );
    assert.deepEqual(database.conflicts(key('Meal')), []);
  }
});

test('a time that comes again, since the clock was set back, brings no stamp again', () => {
  const wall = new Wall();
  const clock = new Clock(ALICE, wall.read);
  const given: Stamp[] = [];
  for (let day = 0; day < 3; day++) {
    given.push(clock.tick(), clock.tick());
    clock.observe(stamp(1));
    given.push(clock.tick(), clock.tick(ALICE, stamp(9e9)));
    wall.now += 1_000_000;
    given.push(clock.tick());
    wall.now -= 1_000_000;
  }
  assert.equal(new Set(given.map(stampText)).size, given.length);
  wall.now += 9e9 + 1;
  assert.deepEqual(clock.tick(), stamp(9e9 + 1, 0, ALICE), 'a later time begins with none');
});

test('a stamp after one whose counter is used up borrows the next millisecond, however far that is ahead', () => {
  const clock = new Clock(ALICE, new Wall().read);
  assert.deepEqual(clock.tick(ALICE, stamp(9e9, MAX_COUNTER)), stamp(9e9 + 1, 0, ALICE));
});

test('a counter that is used up borrows the next millisecond', () => {
  const clock = new Clock(ALICE, new Wall().read);
  clock.observe(stamp(0, MAX_COUNTER));
  assert.deepEqual(clock.tick(), stamp(1, 0, ALICE));
});

test('100,000 stamps in one millisecond are all different and in order', () => {
  const clock = new Clock(ALICE, new Wall().read);
  let last = clock.tick();
  for (let tick = 0; tick < 100_000; tick++) {
    const next = clock.tick();
    if (!after(next, last)) assert.fail(`${JSON.stringify(next)} is not after ${JSON.stringify(last)}`);
    last = next;
  }
});

test('an old stamp does not take the clock back', () => {
  const clock = new Clock(ALICE, new Wall().read);
  const before = clock.tick();
  clock.observe(stamp(-1000, MAX_COUNTER));
  assert.deepEqual(clock.tick(), { ...before, counter: before.counter + 1 });
});

test('a stamp names the writer for whom it was asked', () => {
  assert.equal(new Clock(ALICE, new Wall().read).tick(COURSE).node, COURSE);
});

test('how far a stamp is ahead is told in a unit that people can use', () => {
  const minute = 60_000;
  assert.deepEqual(
    [6, 119, 120, 2_879, 2_880, 365 * 1_440].map((minutes) => aheadText(minutes * minute)),
    [...['6 min', '119 min', '2 h', '48 h', '2 days', '365 days']],
  );
});
