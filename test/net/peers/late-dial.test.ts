import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Session } from '../../../main/net/peers/session';
import { NOON } from '../../store/fixtures';
import { full, GRACE_MS, linkTo, nobody, SOON_MS, stage, TICK_MS, TRY_MS } from './dialling';

test('a dial of a friend without an answer bars the next one for a second, one of a stranger until it ends', async (context) => {
  const { bob, dial, fail, passes, isDue } = stage(context);
  void dial();
  passes(TRY_MS + SOON_MS);
  assert.equal(isDue(), false, 'a stranger may be slow');
  await fail(0);
  passes(SOON_MS);
  assert.equal(isDue(), true);

  bob.wasLinked = true;
  void dial();
  passes(TRY_MS);
  assert.equal(isDue(), false, 'the next one waits as after a failure');
  passes(SOON_MS);
  assert.equal(isDue(), true);
});

test('a dial that fails late neither ends the one that began beside it nor puts the next one off', async (context) => {
  const { bob, dial, fail, passes, isDue } = stage(context);
  bob.wasLinked = true;
  void dial();
  passes(TRY_MS + SOON_MS);
  void dial();
  await fail(0);
  assert.equal(bob.dialling, true, 'the second is under way');
  assert.equal(bob.why, nobody);
  await fail(1);
  passes(SOON_MS);
  assert.equal(isDue(), true);
});

test('a dial that failed at once is not taken for a late one when a second is over', async (context) => {
  const { bob, dial, fail, passes, isDue } = stage(context);
  bob.wasLinked = true;
  void dial();
  await fail(0);
  passes(SOON_MS);
  void dial();
  passes(TRY_MS - TICK_MS);
  assert.equal(isDue(), false);
  assert.equal(bob.dialling, true);
});

for (const [when, ms] of [
  ['at once', 0],
  ['late', TRY_MS],
] as const) {
  test(`of a peer that answered ${when}, and would not link, it is told why`, async (context) => {
    const { bob, dial, answer, passes } = stage(context);
    bob.wasLinked = true;
    void dial();
    passes(ms);
    await answer(linkTo().dialled);
    assert.equal(bob.why, full);
  });
}

test('a dial that is late beside a link which came up meanwhile is no failure: once that is lost, the peer is dialled soon', async (context) => {
  const { bob, dial, fail, passes, isDue } = stage(context);
  bob.wasLinked = true;
  void dial();
  bob.linked({} as Session);
  bob.taken(NOON);
  passes(TRY_MS);
  await fail(0);
  passes(5 * 60_000);
  bob.unlinked();
  bob.failed(nobody, Date.now(), 1);
  passes(SOON_MS);
  assert.equal(isDue(), true);
});

test('a dial that ends in an error of this program bars no other', async (context) => {
  const { bob, dial, fail, passes } = stage(context);
  const broken = assert.rejects(dial(), TypeError);
  await fail(0, new TypeError('undefined is not a function'));
  await broken;
  assert.equal(bob.dialling, false);
  bob.wasLinked = true;
  passes(TRY_MS);
  assert.equal(bob.backoff.isOver(Date.now()), true, 'and is no failure of the peer later');
});

/** Bob's link is in doubt, and he has answered a dial beside it. */
async function doubted(context: TestContext, beforeHe: (traffic: { heard: number }) => void = () => {}) {
  const { bob, dial, answer, passes, admitted } = stage(context);
  const traffic = { heard: 1 };
  bob.linked({ kind: 'node', link: { traffic }, pulse: { isSuspect: true } } as unknown as Session);
  void dial();
  beforeHe(traffic);
  const { dialled, farewells } = linkTo();
  await answer(dialled);
  return { bob, traffic, passes, isTaken: () => admitted.length > 0, farewells };
}

test('a link in doubt that brings something while its peer is dialled stays, and the newer one is closed', async (context) => {
  const { isTaken, farewells } = await doubted(context, (traffic) => (traffic.heard += 1));
  await turn();
  assert.deepEqual([isTaken(), farewells], [false, ['duplicate']]);
});

test('a link in doubt that brings something soon after its peer answered the dial stays, also where that is read late', async (context) => {
  const { traffic, passes, isTaken, farewells } = await doubted(context);
  passes(GRACE_MS - TICK_MS);
  await turn();
  assert.deepEqual([isTaken(), farewells], [false, []]);
  setImmediate(() => (traffic.heard += 1));
  passes(TICK_MS);
  await turn();
  await turn();
  assert.deepEqual([isTaken(), farewells], [false, ['duplicate']]);
});

test('a link in doubt that brings nothing gives way to the newer one, and so does one whose last words come', async (context) => {
  const silent = await doubted(context);
  silent.passes(GRACE_MS);
  await turn();
  await turn();
  assert.deepEqual([silent.isTaken(), silent.farewells], [true, []]);
  context.mock.timers.reset();
  const ended = await doubted(context);
  ended.traffic.heard += 1;
  ended.bob.unlinked();
  ended.passes(GRACE_MS);
  await turn();
  await turn();
  assert.deepEqual([ended.isTaken(), ended.farewells], [true, []]);
});
