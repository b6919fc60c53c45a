import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, type Lineage, MAX_LINEAGE, succeed } from '../../main/store/lineage';

/** A node that starts on a disk whose feed ends at `head`. */
function start(kept: Lineage | null, head: number, epoch: string): Lineage {
  return succeed(kept, head, epoch);
}

test('the numbers of a first start hold for as long as it runs', () => {
  const first = start(null, 0, 'first');
  assert.deepEqual(first, { epoch: 'first', before: [] });
  assert.ok(holds(first, 'first', 0));
  assert.ok(holds(first, 'first', 1_000_000), 'it gives out numbers all the while');
});

test('after a clean restart all numbers hold', () => {
  const second = start(start(null, 0, 'first'), 50, 'second');
  for (const seq of [0, 1, 50]) assert.ok(holds(second, 'first', seq));
  assert.ok(holds(second, 'second', 51));
});

test('after a crash that lost the last ten, the numbers before them hold and theirs do not', () => {
  const second = start(start(null, 0, 'first'), 40, 'second');
  assert.ok(holds(second, 'first', 40));
  for (const seq of [41, 50]) assert.ok(!holds(second, 'first', seq));
});

test('what was lost once does not come back with later starts, though its numbers were given out anew', () => {
  let lineage = start(start(null, 0, 'first'), 40, 'second');
  lineage = start(lineage, 90, 'third');
  assert.ok(holds(lineage, 'first', 40) && holds(lineage, 'second', 90));
  assert.ok(!holds(lineage, 'first', 41) && !holds(lineage, 'second', 91));
});

test('an old copy of a disk knows nothing of the epochs after it, nor of the numbers that its own had then', () => {
  const copied = start(null, 0, 'first');
  const went = start(copied, 80, 'second');
  const restored = start(copied, 50, 'restored');
  assert.ok(holds(restored, 'first', 50));
  assert.ok(!holds(restored, 'first', 51), 'read between the copy and its end');
  assert.ok(!holds(restored, went.epoch, 20));
});

test('two copies of a disk share the numbers up to the copy and no others', () => {
  const original = start(null, 0, 'first');
  const [here, there] = [start(original, 50, 'here'), start(original, 50, 'there')];
  for (const copy of [here, there]) assert.ok(holds(copy, 'first', 50) && !holds(copy, 'first', 51));
  assert.ok(!holds(here, 'there', 10) && !holds(there, 'here', 10));
});

test('a node remembers its last 16 epochs', () => {
  let lineage = start(null, 0, 'epoch 0');
  for (let n = 1; n <= 40; n++) lineage = start(lineage, n, `epoch ${n}`);
  assert.equal(lineage.before.length, MAX_LINEAGE);
  assert.ok(holds(lineage, 'epoch 24', 1));
  assert.ok(!holds(lineage, 'epoch 23', 1), 'who was away for longer compares');
});
