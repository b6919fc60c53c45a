import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeNumbers } from '../../main/store/node-numbers';
import type { NodeId } from '../../main/store/stamp';
import { ALICE, BOB } from './fixtures';

function id(n: number): NodeId {
  return n.toString(16).padStart(16, '0') as NodeId;
}

test('a node has one number as long as it is in use, and nobody is 0', () => {
  const numbers = new NodeNumbers();
  const [alice, bob] = [numbers.use(ALICE), numbers.use(BOB)];
  assert.deepEqual([numbers.use(ALICE), numbers.use(null), numbers.at(0)], [alice, 0, null]);
  numbers.end(alice);
  numbers.end(0);
  assert.deepEqual([numbers.at(alice), numbers.at(bob), numbers.use(ALICE)], [ALICE, BOB, alice]);
});

test('who writes under ever other ids takes no more numbers than are in use at once', () => {
  const numbers = new NodeNumbers();
  const kept = numbers.use(ALICE);
  const inUse: number[] = [];
  let most = 0;
  for (let n = 1; n <= 10_000; n++) {
    const number = numbers.use(id(n));
    assert.equal(numbers.at(number), id(n));
    most = Math.max(most, number);
    if (inUse.push(number) > 9) numbers.end(inUse.shift() as number);
  }
  assert.equal(most, 11);
  assert.equal(numbers.at(kept), ALICE);
});
