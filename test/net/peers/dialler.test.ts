import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Events } from '../../../main/net/events';
import { Contacts } from '../../../main/net/peers/contacts';
import { Dialler, type DiallerHost } from '../../../main/net/peers/dialler';
import type { Links } from '../../../main/net/peers/links';
import { timing } from '../../../main/net/soon';
import type { Dialled } from '../../../main/net/wire/dial';
import type { Link } from '../../../main/net/wire/link';
import { Refused } from '../../../main/store/refusal';
import { ALICE, BOB, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

/** How long a friend's dial bars the next one, and how long that waits then. */
const TRY_MS = 1_000;
const SOON_MS = 500;
const TICK_MS = 100;
const nobody = new Refused('nobody-there', 'Nobody answers.');
const full = new Refused('peer-refused', 'The other node has as many links as it takes.');

/** A node that knows Bob, who has no room, whose dials have no answer until the test says so, and whose time is the test's. */
function stage(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOON });
  const contacts = new Contacts([]);
  const record = contacts.peers.met({ id: BOB, name: 'Bob', addresses: [] }, '192.0.2.1:3000', NOON);
  assert.ok(record !== null);
  const bob = contacts.of(record);
  const now = (): number => Date.now();
  const random = (): number => 1;
  const dials: { resolve(dialled: Dialled): void; reject(why: Error): void }[] = [];
  const host = {
    ...{ now, random, timing, path: '/byr', events: new Events(now), changed: () => {} },
    ...{ card: () => card(ALICE), secret: () => null, isOpen: () => true, nearbyAddress: () => undefined },
    dial: () => new Promise((resolve, reject) => dials.push({ resolve, reject })),
  } as unknown as DiallerHost;
  const admit = (): Refused => {
    bob.failed(full, now(), random());
    return full;
  };
  const dialler = new Dialler(host, contacts, { admit } as unknown as Links);
  return {
    bob,
    dial: () => dialler.dial(bob),
    /** Fails a dial, by its number. */
    fail: async (which: number, why: Error = nobody): Promise<void> => {
      dials[which]?.reject(why);
      await turn();
    },
    answer: async (): Promise<void> => {
      dials[0]?.resolve({ kind: 'node', link: { card: card(BOB) } as Link });
      await turn();
    },
    passes: (ms: number): void => {
      for (let gone = 0; gone < ms; gone += TICK_MS) context.mock.timers.tick(TICK_MS);
    },
    isDue: (): boolean => contacts.due(now(), random).includes(bob),
  };
}

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
    await answer();
    assert.equal(bob.why, full);
  });
}

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
