import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parseAddress } from '../../../main/net/address';
import type { Contact } from '../../../main/net/peers/contact';
import type { Session } from '../../../main/net/peers/session';
import type { CourseSocket } from '../../../main/net/wire/course-socket';
import { type Dialled, OtherNode } from '../../../main/net/wire/dial';
import { Refused } from '../../../main/store/refusal';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { ADDRESS, full, linkTo, nobody, OTHER, stage } from './dialling';

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

test('of an invitation whose node is at no address what somebody answered is told, not that nobody is at another', async (context) => {
  const { dials, dialler, fail } = stage(context);
  const wrongKey = new Refused('wrong-key', 'It has another network key.');
  for (const [first, second] of [
    [wrongKey, nobody],
    [nobody, wrongKey],
  ] as const) {
    const found = assert.rejects(dialler.find(BOB, [ADDRESS, OTHER]), wrongKey);
    await fail(dials.length - 1, first);
    await fail(dials.length - 1, second);
    await found;
  }
});
