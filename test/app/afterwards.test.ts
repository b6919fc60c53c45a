import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Afterwards } from '../../main/app/afterwards';
import { until } from '../support/until';

const SHORT_MS = 20;

test('what is asked for over and over takes one timer, and is done after the last time, too', async (context) => {
  const timers = context.mock.method(globalThis, 'setTimeout');
  const done: number[] = [];
  const afterwards = new Afterwards(SHORT_MS, () => done.push(performance.now()));
  for (let n = 0; n < 1_000; n++) afterwards.ask();
  assert.equal(timers.mock.callCount(), 1);
  timers.mock.restore();
  await until('it to be done', () => done.length > 0);
  const last = performance.now();
  afterwards.ask();
  await until('it to be done after the last time', () => (done.at(-1) ?? 0) >= last + SHORT_MS);
});

test('nothing is done after the end', async () => {
  let done = false;
  const afterwards = new Afterwards(SHORT_MS, () => {
    done = true;
  });
  const later = new Promise<void>((resolve) => new Afterwards(2 * SHORT_MS, resolve).ask());
  afterwards.ask();
  afterwards.stop();
  await later;
  assert.equal(done, false);
});
