import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { soon } from '../../main/net/soon';

test('what is called often in one turn runs once right after the code that calls, and once at the turn’s end', async () => {
  const ran: string[] = [];
  const call = soon(
    () => ran.push('first'),
    () => ran.push('rest'),
  );
  const calls = Array.from({ length: 10 }, () => call());
  assert.deepEqual(calls, [true, ...Array(9).fill(false)], 'it tells which call was the first');
  assert.deepEqual(ran, [], 'nothing runs within the caller');
  await Promise.resolve();
  assert.deepEqual(ran, ['first']);
  call();
  await Promise.resolve();
  assert.deepEqual(ran, ['first'], 'the rest of the turn goes together');
  await nextTurn();
  assert.deepEqual(ran, ['first', 'rest']);
});

test('a call in a later turn runs anew', async () => {
  let runs = 0;
  const call = soon(
    () => {},
    () => {
      runs += 1;
    },
  );
  for (let turn = 1; turn <= 3; turn++) {
    call();
    await nextTurn();
    assert.equal(runs, turn);
  }
});
