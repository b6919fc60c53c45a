import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pulse } from '../../../main/net/peers/pulse';

/** A pulse, and what comes over its link. @param before that of the link whose place it takes */
function stage(before?: Pulse, came = { bytes: 0, messages: 0 }) {
  const traffic: Pulse['traffic'] = {
    get heard() {
      return came.bytes;
    },
    count: () => ({ messagesIn: came.messages, messagesOut: 0, bytesIn: 0, bytesOut: 0 }),
  };
  const pulse = before?.next(traffic) ?? new Pulse(traffic);
  const tick = (ticks: number, isDue = true): void => {
    for (let at = 0; at < ticks; at++) pulse.tick(isDue);
  };
  return { came, pulse, tick };
}

test('a link over which no byte comes though something is due is suspect after 1 s, and dead after 8', () => {
  const { pulse, tick } = stage();
  tick(9);
  assert.equal(pulse.isSuspect, false);
  tick(1);
  assert.deepEqual([pulse.isSuspect, pulse.isDead], [true, false]);
  tick(1);
  assert.equal(pulse.isSuspect, true, 'until a byte comes');
  tick(68);
  assert.equal(pulse.isDead, false);
  tick(1);
  assert.equal(pulse.isDead, true);
});

test('what came before a node lets a link in is no sign of life', () => {
  const { pulse, tick } = stage(undefined, { bytes: 500, messages: 1 });
  tick(10);
  assert.equal(pulse.isSuspect, true);
});

test('a link lives by 8,000 bytes in 8 s, or by a message however short, but not by those of before', () => {
  const [enough, less, short] = [stage(), stage(), stage()];
  for (const { came, tick } of [enough, less]) {
    came.bytes = 100_000;
    tick(1);
  }
  enough.tick(79);
  less.tick(79);
  enough.came.bytes += 8_000;
  less.came.bytes += 7_999;
  enough.tick(1);
  less.tick(1);
  for (let second = 0; second < 20; second++) {
    short.came.bytes += 50;
    short.came.messages += 1;
    short.tick(10);
  }
  assert.deepEqual(
    [enough, less, short].map(({ pulse }) => pulse.isDead),
    [false, true, false],
  );
});

test('a link over which nothing is due may be silent', () => {
  const { pulse, tick } = stage();
  tick(1_000, false);
  tick(9);
  assert.deepEqual([pulse.isSuspect, pulse.isDead], [false, false]);
});

test('a link over which a message takes minutes lives as long as its bytes flow', () => {
  const { came, pulse, tick } = stage();
  for (let second = 0; second < 300; second++) {
    came.bytes += 2_000;
    tick(10);
    assert.equal(pulse.isDead, false);
  }
});

test('a link over which some bytes come, and no message, is dead: what is read is not what was sent', () => {
  const { came, pulse, tick } = stage();
  for (let second = 0; second < 9; second++) {
    came.bytes += 200;
    tick(10);
  }
  assert.deepEqual([pulse.isSuspect, pulse.isDead], [false, true]);
});

test('with a link that was suspected wrongly patience doubles, up to 4 s, until it is well for a minute', () => {
  const { came, pulse, tick } = stage();
  for (const patience of [10, 20, 40, 40]) {
    tick(patience - 1);
    assert.equal(pulse.isSuspect, false);
    tick(1);
    assert.equal(pulse.isSuspect, true);
    came.bytes += 1;
    tick(1);
    assert.equal(pulse.isSuspect, false);
  }
  tick(600, false);
  tick(10);
  assert.equal(pulse.isSuspect, true);
});

test('a link that was suspected wrongly after an hour is given twice its time for a minute, and so is one in its place', () => {
  const first = stage();
  first.tick(36_000, false);
  first.tick(10);
  first.came.bytes += 1;
  first.tick(1);
  first.tick(589, false);
  first.tick(10);
  assert.equal(first.pulse.isSuspect, false);
  const { pulse, tick } = stage(first.pulse);
  first.tick(1);
  assert.equal(first.pulse.isSuspect, true);
  tick(19);
  assert.equal(pulse.isSuspect, false);
  tick(1);
  assert.equal(pulse.isSuspect, true);
});

test('a link that takes the place of a silent one is given twice its time, up to 4 s, until it is well for a minute', () => {
  let { pulse, tick } = stage();
  for (const patience of [10, 20, 40, 40]) {
    tick(patience - 1);
    assert.equal(pulse.isSuspect, false);
    tick(1);
    assert.equal(pulse.isSuspect, true);
    ({ pulse, tick } = stage(pulse));
  }
  tick(600, false);
  tick(10);
  assert.equal(pulse.isSuspect, true);
});

test('a link that takes the place of one that lived is given its time', () => {
  const { pulse, tick } = stage(stage().pulse);
  tick(10);
  assert.equal(pulse.isSuspect, true);
});
