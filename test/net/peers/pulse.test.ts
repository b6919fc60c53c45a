import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pulse } from '../../../main/net/peers/pulse';

/** A pulse, and what comes over its link. @param before that of the link whose place it takes */
function stage(before?: Pulse) {
  const came = { bytes: 0, messages: 0 };
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
  tick(70);
  assert.equal(pulse.isDead, true);
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
