import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Contacts } from '../../../main/net/peers/contacts';
import { Copies } from '../../../main/net/peers/copies';
import { Entrance } from '../../../main/net/peers/entrance';
import type { PeerRecord } from '../../../main/net/peers/peers';
import type { NodeSession, Session } from '../../../main/net/peers/session';
import { type Farewell, MAX_LINKS, type Outgoing } from '../../../main/net/protocol';
import { timing } from '../../../main/net/soon';
import type { Link } from '../../../main/net/wire/link';
import { Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

/** How long a link is waited for that brings nothing, and over which a ping is not answered. */
const SILENT_MS = 700;
const TICK_MS = 20;
const DAVID = 'd'.repeat(16) as NodeId;

/** A link that Bob dialled, and over which he says something once the test has him do so. */
function linkOf(epoch: string, port: number | null = null) {
  const farewells: Farewell[] = [];
  const sent: Outgoing[] = [];
  let speak: (first: boolean) => void = () => {};
  const spoken = new Promise<boolean>((resolve) => {
    speak = resolve;
  });
  const link = {
    ...{ card: { ...card(BOB, epoch), port }, dialled: false, host: '192.0.2.1', traffic: { heard: 1 }, spoken },
    dial: { attempt: 1, seen: null },
    send: (message: Outgoing) => void sent.push(message),
    close: (farewell: Farewell) => {
      farewells.push(farewell);
      speak(false);
    },
  } as unknown as Link;
  return { link, farewells, sent, speaks: () => speak(true) };
}

/** Alice is linked to Bob, who dialled, and listens at port 1. */
async function stage(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const contacts = new Contacts([]);
  const older = linkOf('1', 1);
  const pulse = { isSuspect: false };
  let answered = false;
  let pings = 0;
  const sync = { ping: () => (pings += 1), hasAnswered: () => answered };
  const joined: Link[] = [];
  const entrance = new Entrance(
    { now: () => NOON, random: () => 1, timing, card: () => card(ALICE), changed: () => {} },
    contacts,
    new Copies({ copied: () => {} }),
    {
      join: async (contact, link) => {
        joined.push(link);
        contact.linked({ kind: 'node', link, sync, pulse } as unknown as NodeSession);
        return null;
      },
      close: (contact, farewell) => {
        const { session } = contact;
        contact.unlinked();
        if (session?.kind === 'node') session.link.close(farewell);
      },
      unspoken: () => {},
    },
  );
  await entrance.admit(older.link, null);
  const bob = contacts.of(contacts.peers.byId(BOB) as never);
  return {
    ...{ contacts, bob, older, pulse, entrance },
    pings: () => pings,
    answers: () => {
      answered = true;
    },
    /** The links that are let in besides the first. */
    letIn: () => joined.slice(1),
    passes: async (ms: number): Promise<void> => {
      for (let gone = 0; gone < ms; gone += TICK_MS) {
        await turn();
        context.mock.timers.tick(TICK_MS);
      }
      await turn();
    },
  };
}

test('who dials beside a link is let in once he speaks, and the link is closed then', async (context) => {
  const { older, entrance, letIn } = await stage(context);
  const newer = linkOf('1', 1);
  const admitted = entrance.admit(newer.link, null);
  await turn();
  assert.deepEqual([letIn(), older.farewells], [[], []]);
  newer.speaks();
  assert.equal(await admitted, null);
  assert.deepEqual([letIn(), older.farewells], [[newer.link], ['duplicate']]);
});

test('who hangs up before he speaks leaves the link as it was, whether he started anew or not', async (context) => {
  const { bob, older, entrance, letIn, answers } = await stage(context);
  answers();
  for (const epoch of ['1', '2']) {
    const { link } = linkOf(epoch, 1);
    const admitted = entrance.admit(link, null);
    link.close('closing');
    assert.equal(await admitted, null);
  }
  assert.deepEqual([letIn(), older.farewells, bob.newer], [[], [], null]);
});

test('of several that are dialled beside a link the last alone is let in, whichever speaks', async (context) => {
  const { older, entrance, letIn } = await stage(context);
  const [first, last] = [linkOf('1', 1), linkOf('1', 1)];
  const admitted = [first, last].map(({ link }) => entrance.admit(link, null));
  assert.deepEqual([first.farewells, last.farewells], [['duplicate'], []]);
  await turn();
  assert.deepEqual([letIn(), older.farewells], [[], []]);
  last.speaks();
  await Promise.all(admitted);
  assert.deepEqual(letIn(), [last.link]);
});

test('who dials once more while his link is asked whether it is there is heard in place of his former dial', async (context) => {
  const { bob, entrance, letIn, passes } = await stage(context);
  const [first, last] = [linkOf('2', 1), linkOf('3', 1)];
  let isOver = false;
  void entrance.admit(first.link, null).then(() => {
    isOver = true;
  });
  first.speaks();
  await turn();
  const admitted = entrance.admit(last.link, null);
  await passes(TICK_MS);
  assert.deepEqual([isOver, letIn(), bob.newer], [true, [], last.link]);
  last.speaks();
  await passes(SILENT_MS);
  await admitted;
  assert.deepEqual(letIn(), [last.link]);
});

test('who started anew waits no longer for a link that is gone meanwhile', async (context) => {
  const { bob, entrance, letIn, passes } = await stage(context);
  const { link, speaks } = linkOf('2', 1);
  void entrance.admit(link, null);
  speaks();
  await turn();
  bob.unlinked();
  await passes(TICK_MS);
  assert.deepEqual(letIn(), [link]);
});

test('who finds no room is told of others, who may have some', async (context) => {
  const { contacts, entrance } = await stage(context);
  contacts.peers.met({ id: DAVID, name: 'David', addresses: [] }, '192.0.2.4:3000', NOON);
  for (let n = 1; n < MAX_LINKS; n++) {
    contacts.of(contacts.peers.add(`10.0.0.${n}:3000`) as PeerRecord).linked({} as Session);
  }
  const { link, sent, farewells } = linkOf('1', 1);
  Object.assign(link.card, { id: CHLOE });
  assert.throws(() => entrance.admit(link, null), { code: 'too-many-links' });
  const [message] = sent;
  assert.ok(message?.type === 'peers' && message.peers.some(({ id }) => id === DAVID));
  assert.deepEqual(farewells, ['full']);
});

test('a link that is in doubt is not pinged for who dials beside it: the answer would deceive him', async (context) => {
  const { pulse, entrance, pings } = await stage(context);
  void entrance.admit(linkOf('1', 1).link, null);
  assert.equal(pings(), 1);
  pulse.isSuspect = true;
  void entrance.admit(linkOf('1', 1).link, null);
  assert.equal(pings(), 1);
});

test('a node that starts anew takes the place of its link, which does not answer any more', async (context) => {
  const { older, entrance, letIn, passes } = await stage(context);
  const newer = linkOf('2', 1);
  void entrance.admit(newer.link, null);
  newer.speaks();
  await passes(SILENT_MS - TICK_MS);
  assert.deepEqual([letIn(), older.farewells], [[], []]);
  await passes(TICK_MS);
  assert.deepEqual([letIn(), older.farewells], [[newer.link], ['duplicate']]);
});

test('a node that is dialled beside its link, and has started anew, waits for a word if the link is not in doubt', async (context) => {
  const { bob, older, pulse, entrance, letIn } = await stage(context);
  const dialled = (epoch: string): Link => Object.assign(linkOf(epoch, 1).link, { dialled: true });
  void entrance.admit(dialled('2'), null);
  assert.deepEqual([letIn(), older.farewells], [[], []]);
  pulse.isSuspect = true;
  const newer = dialled('3');
  void entrance.admit(newer, null);
  assert.deepEqual([letIn(), older.farewells], [[newer], ['duplicate']]);
  assert.deepEqual(bob.seen, { epoch: '1', attempt: 1 }, 'his own dial, that was met');
});

test('of two links that a node dialled the one of the later dial stays, whichever came up first', async (context) => {
  const { older, entrance, letIn } = await stage(context);
  const dialled = (attempt: number) => {
    const { link, farewells } = linkOf('1', 1);
    return { link: Object.assign(link, { dialled: true, dial: { attempt, seen: null } }), farewells };
  };
  Object.assign(older.link, { dialled: true, dial: { attempt: 2, seen: null } });
  const [earlier, later] = [dialled(1), dialled(3)];
  await entrance.admit(earlier.link, null);
  await entrance.admit(later.link, null);
  assert.deepEqual([earlier.farewells, older.farewells, later.farewells], [['duplicate'], ['duplicate'], []]);
  assert.deepEqual(letIn(), [later.link]);
});

for (const [what, epochs] of [
  ['newer', ['1', '2']],
  ['older', ['2', '1']],
] as const) {
  test(`of two live nodes of one id the ${what} link may be the copy's, which is told, and whose address is forgotten`, async (context) => {
    const { bob, older, entrance, letIn, answers } = await stage(context);
    Object.assign(older.link.card, { epoch: epochs[0] });
    const newer = linkOf(epochs[1], 2);
    const admitted = entrance.admit(newer.link, null).catch((error: unknown) => error);
    newer.speaks();
    answers();
    const why = await admitted;
    // As `isCopy` has it, it is the one of the higher epoch.
    const isNewer = what === 'newer';
    assert.equal(why instanceof Refused && why.code === 'copied', isNewer);
    assert.deepEqual([older.farewells, newer.farewells], isNewer ? [[], ['copied']] : [['copied'], []]);
    assert.deepEqual(letIn(), isNewer ? [] : [newer.link]);
    assert.deepEqual(bob.record.addresses, [`192.0.2.1:${isNewer ? 1 : 2}`]);
  });
}
