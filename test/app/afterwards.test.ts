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

test('what is asked for is done after its time, even if a timer fires early and the work takes long', (context) => {
  const ends: (() => void)[] = [];
  let now = 0;
  context.mock.method(performance, 'now', () => now);
  context.mock.method(globalThis, 'setTimeout', (end: () => void) => ends.push(end));
  const done: number[] = [];
  const afterwards = new Afterwards(SHORT_MS, () => {
    done.push(now);
    now += 1;
  });
  afterwards.ask();
  now = SHORT_MS - 0.5;
  ends.shift()?.();
  now = SHORT_MS;
  ends.shift()?.();
  assert.equal(done.at(-1), SHORT_MS);
  assert.equal(ends.length, 0);
});

test('what is asked for while others ask on is done a second after its time at most', (context) => {
  let now = 0;
  const timers: { end: () => void; at: number }[] = [];
  context.mock.method(performance, 'now', () => now);
  context.mock.method(globalThis, 'setTimeout', (end: () => void, ms: number) => timers.push({ end, at: now + ms }));
  const done: number[] = [];
  const afterwards = new Afterwards(5_000, () => done.push(now));
  for (const asked of [0, 500, 4_000]) {
    now = asked;
    afterwards.ask();
  }
  for (let timer = timers.shift(); timer !== undefined; timer = timers.shift()) {
    now = timer.at;
    timer.end();
  }
  assert.ok(
    done.some((at) => at >= 5_500 && at <= 6_500),
    done.join(),
  );
  assert.equal(done.at(-1), 9_000);
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
