import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { type Address, addressText, parseAddress } from '../../../main/net/address';
import { Events } from '../../../main/net/events';
import type { Contact } from '../../../main/net/peers/contact';
import { Contacts } from '../../../main/net/peers/contacts';
import { Dialler, type DiallerHost } from '../../../main/net/peers/dialler';
import type { Links } from '../../../main/net/peers/links';
import type { Session } from '../../../main/net/peers/session';
import type { Farewell } from '../../../main/net/protocol';
import { timing } from '../../../main/net/soon';
import type { CourseSocket } from '../../../main/net/wire/course-socket';
import { type Dialled, type DialOptions, OtherNode } from '../../../main/net/wire/dial';
import type { Link } from '../../../main/net/wire/link';
import { Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

/** How long a friend's dial bars the next one, and how long that waits then. */
const TRY_MS = 1_000;
const SOON_MS = 500;
/** How long a link in doubt is waited for once its peer has answered a dial beside it. */
const GRACE_MS = 300;
const TICK_MS = 100;
const [ADDRESS, OTHER] = ['192.0.2.1:3000', '192.0.2.2:3000'];
const nobody = new Refused('nobody-there', 'Nobody answers.');
const full = new Refused('peer-refused', 'The other node has as many links as it takes.');

/** A link that Bob would give, and what he was told where it was closed. */
function linkTo(bob: NodeId = BOB) {
  const farewells: Farewell[] = [];
  const link = { card: card(bob), close: (farewell: Farewell) => void farewells.push(farewell) } as Link;
  return { dialled: { kind: 'node', link } as Dialled, farewells };
}

/**
 * A node that knows Bob, who has no room for a link. Its dials have no answer until the test says so, and its time is
 * the test's.
 */
function stage(context: TestContext, ...addresses: string[]) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOON });
  const contacts = new Contacts([]);
  const record = contacts.peers.met({ id: BOB, name: 'Bob', addresses }, ADDRESS, NOON);
  assert.ok(record !== null);
  const bob = contacts.of(record);
  const own = { id: ALICE, nearby: undefined as string | undefined };
  const now = (): number => Date.now();
  const random = (): number => 1;
  const dials: { at: string; patience: number; resolve(dialled: Dialled): void; reject(why: Error): void }[] = [];
  const host = {
    ...{ now, random, timing, path: '/byr', events: new Events(now), changed: () => {} },
    ...{ card: () => card(own.id), secret: () => null, isOpen: () => true, nearbyAddress: () => own.nearby },
    dial: (address: Address, { patience }: DialOptions) =>
      new Promise((resolve, reject) => dials.push({ at: addressText(address), patience, resolve, reject })),
  } as unknown as DiallerHost;
  const admitted: (Link | CourseSocket)[] = [];
  const links = {
    admit: (link: Link): Refused => {
      admitted.push(link);
      bob.failed(full, now(), random());
      return full;
    },
    joinCourse: (socket: CourseSocket) => void admitted.push(socket),
  } as unknown as Links;
  const dialler = new Dialler(host, contacts, links);
  return {
    ...{ contacts, bob, own, dials, admitted, dialler },
    dial: () => dialler.dial(bob),
    /** Fails a dial, by its number. */
    fail: async (which: number, why: Error = nobody): Promise<void> => {
      dials[which]?.reject(why);
      await turn();
    },
    answer: async (dialled: Dialled): Promise<void> => {
      dials.at(-1)?.resolve(dialled);
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
    await answer(linkTo().dialled);
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

test('a node that took a new id while it dialled hangs up on who knows the old one: no course node does', async (context) => {
  const { own, answer, dialler } = stage(context);
  const { dialled, farewells } = linkTo();
  const refused = assert.rejects(dialler.reach(parseAddress(ADDRESS)), { code: 'closed', message: /new id/ });
  own.id = CHLOE;
  await answer(dialled);
  await refused;
  assert.deepEqual(farewells, ['closing']);
  const reaching = dialler.reach(parseAddress(ADDRESS));
  own.id = ALICE;
  const course: Dialled = { kind: 'course', socket: {} as CourseSocket };
  await answer(course);
  assert.equal(await reaching, course);
});

/** At which of Bob's addresses he is dialled, where the first leads nowhere. */
async function dialledAt(context: TestContext, happens: (bob: Contact) => void, why = nobody): Promise<string[]> {
  const { bob, dials, dial, fail } = stage(context, OTHER);
  void dial();
  happens(bob);
  await fail(0, why);
  return dials.map(({ at }) => at);
}

test('a peer that is linked, paused or known to be full by then is not dialled at its other addresses', async (context) => {
  const nothing = (): void => {};
  const fares = async (...how: [happens: (bob: Contact) => void, why?: Refused]): Promise<string[]> => {
    context.mock.timers.reset();
    return dialledAt(context, ...how);
  };
  assert.deepEqual(await fares(nothing), [ADDRESS, OTHER]);
  assert.deepEqual(await fares((bob) => bob.linked({} as Session)), [ADDRESS]);
  assert.deepEqual(await fares((bob) => Object.assign(bob.record, { paused: true })), [ADDRESS]);
  assert.deepEqual(await fares(nothing, new Refused('too-many-links', 'A node has 32.')), [ADDRESS]);
});

test('a peer that is paused while it answers is told so', async (context) => {
  const { bob, dial, answer, admitted } = stage(context);
  const { dialled, farewells } = linkTo();
  void dial();
  bob.record.paused = true;
  await answer(dialled);
  assert.deepEqual([admitted, farewells], [[], ['paused']]);
});

test('a peer is dialled first where it announces itself, and a course node that answers there is not linked in its place', async (context) => {
  const { own, dials, admitted, dial, answer } = stage(context);
  own.nearby = OTHER;
  void dial();
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
  };
  await answer({ kind: 'course', socket: { close } as CourseSocket });
  assert.deepEqual([admitted, isClosed], [[], true]);
  assert.deepEqual(
    dials.map(({ at }) => at),
    [OTHER, ADDRESS],
  );
});

test('who was met before is given a second at an address, who was not, five', async (context) => {
  const { bob, dials, dial, fail } = stage(context);
  void dial();
  await fail(0);
  bob.record.id = null;
  void dial();
  assert.deepEqual(
    dials.map(({ patience }) => patience),
    [1_000, 5_000],
  );
});

test('where nobody is at several addresses of a peer, that of the first is told', async (context) => {
  const { bob, dial, fail } = stage(context, OTHER);
  const noRoute = new Refused('no-route', 'No route leads there.');
  void dial();
  await fail(0, noRoute);
  await fail(1);
  assert.equal(bob.why, noRoute);
});

test('a peer that is found where another one was is dialled at once, however long it was to wait', async (context) => {
  const { contacts, dial, fail } = stage(context);
  const record = contacts.peers.met({ id: CHLOE, name: 'Chloé', addresses: [] }, OTHER, NOON);
  assert.ok(record !== null);
  const chloe = contacts.of(record);
  for (let failures = 0; failures < 6; failures++) chloe.failed(full, NOON, 1);
  void dial();
  await fail(0, new OtherNode(CHLOE, parseAddress(ADDRESS), false));
  assert.deepEqual([chloe.isDue(NOON), record.addresses], [true, [ADDRESS, OTHER]]);
});
