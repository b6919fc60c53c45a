import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Afterwards } from '../../main/app/afterwards';

test('what is asked for over and over takes one timer, and is done after the last time, too', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const timers = context.mock.method(globalThis, 'setTimeout');
  let done = 0;
  const afterwards = new Afterwards(1_000, () => {
    done += 1;
  });
  for (let n = 0; n < 1_000; n++) afterwards.ask();
  assert.equal(timers.mock.callCount(), 1);
  context.mock.timers.tick(999);
  assert.equal(done, 0);
  context.mock.timers.tick(1);
  assert.equal(done, 1);
  context.mock.timers.tick(1_000);
  assert.equal(done, 2);
  context.mock.timers.tick(10_000);
  assert.deepEqual([done, timers.mock.callCount()], [2, 2]);
});

test('nothing is done after the end', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let done = 0;
  const afterwards = new Afterwards(1_000, () => {
    done += 1;
  });
  afterwards.ask();
  afterwards.stop();
  context.mock.timers.tick(10_000);
  assert.equal(done, 0);
});
