import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../../main/store/clock';
import { MAX_COUNTER, type Stamp } from '../../main/store/stamp';
import { ALICE, BOB, COURSE, NOON, stamp, Wall } from './fixtures';

type Step = { jump: number } | { observe: Stamp } | { ticks: number };

/** Jumps go forwards and backwards, by parts of a millisecond and by hours. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ jump: fc.oneof(fc.constantFrom(0, 0.4, 1, -1), fc.integer({ min: -1e7, max: 1e7 })) }),
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

test('a stamp is greater than all that were given or observed before, whatever the wall clock does', () => {
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

test('a wall clock that is set back an hour makes the counter go on', () => {
  const wall = new Wall();
  const clock = new Clock(ALICE, wall.read);
  const before = clock.tick();
  wall.now -= 3_600_000;
  assert.deepEqual(clock.tick(), { ...before, counter: before.counter + 1 });
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
