import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { atTurnsEnd } from '../../main/net/soon';

test('what is called often in one turn runs once, at the turn’s end', async () => {
  let runs = 0;
  const call = atTurnsEnd(() => {
    runs += 1;
  });
  const calls = Array.from({ length: 10 }, () => call());
  assert.deepEqual(calls, [true, ...Array(9).fill(false)], 'it tells which call was the first');
  await Promise.resolve();
  assert.equal(call(), false, 'later code of the same turn is no first');
  assert.equal(runs, 0, 'nothing runs before');
  await nextTurn();
  assert.equal(runs, 1);
});

test('a call in a later turn runs anew', async () => {
  let runs = 0;
  const call = atTurnsEnd(() => {
    runs += 1;
  });
  for (let turn = 1; turn <= 3; turn++) {
    assert.ok(call());
    await nextTurn();
    assert.equal(runs, turn);
  }
});
