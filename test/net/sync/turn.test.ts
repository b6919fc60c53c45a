import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turn } from '../../../main/net/sync/turn';

const LEASE_MS = 3_000;
const [alice, bob] = [{ name: 'Alice' }, { name: 'Bob' }];

test('one at a time has the turn', () => {
  const turn = new Turn();
  assert.ok(turn.take(alice, 1000));
  assert.ok(!turn.take(bob, 1000));
  turn.release(alice);
  assert.ok(turn.take(bob, 1000));
});

test('a holder that shows progress keeps the turn for as long as it takes', () => {
  const turn = new Turn();
  for (let now = 0; now < 20_000; now += 2_000) {
    assert.ok(turn.take(alice, now));
    assert.ok(!turn.take(bob, now + 1_999));
  }
});

test('a holder for whom others wait loses it after a minute, whatever it shows', () => {
  const turn = new Turn();
  for (let now = 0; now < 120_000; now += 2_000) assert.ok(turn.take(alice, now));
  assert.ok(!turn.take(bob, 119_000));
  for (const now of [120_000, 120_001, 120_099]) assert.ok(!turn.take(alice, now));
  assert.ok(turn.take(bob, 120_100));
  turn.release(bob);
  assert.ok(turn.take(alice, 120_101));
});

test('who lost the turn has it again three seconds later where nobody took it, or at once where the clock was set back', () => {
  for (const later of [120_000 + LEASE_MS, 0]) {
    const turn = new Turn();
    for (let now = 0; now < 120_000; now += 2_000) turn.take(alice, now);
    turn.take(bob, 119_000);
    for (const now of [120_000, 120_000 + LEASE_MS - 1]) assert.ok(!turn.take(alice, now));
    assert.ok(turn.take(alice, later));
  }
});

test('the minute of a holder begins as it takes the turn', () => {
  const turn = new Turn();
  turn.take(bob, 0);
  turn.release(bob);
  turn.take(alice, 100_000);
  assert.ok(!turn.take(bob, 100_001));
  assert.ok(turn.take(alice, 102_000));
});

test('a holder that shows none for three seconds loses it', () => {
  const turn = new Turn();
  turn.take(alice, 1000);
  assert.ok(!turn.take(bob, 1000 + LEASE_MS - 1));
  assert.ok(turn.take(bob, 1000 + LEASE_MS));
  assert.ok(!turn.take(alice, 1000 + LEASE_MS));
});

test('a wall clock that is set back holds up nobody', () => {
  const turn = new Turn();
  turn.take(alice, 86_400_000);
  assert.ok(turn.take(bob, 0));
});

test('who does not hold the turn releases nothing', () => {
  const turn = new Turn();
  turn.take(alice, 1000);
  turn.release(bob);
  assert.ok(!turn.take(bob, 1000));
});
