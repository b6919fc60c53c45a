import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Events } from '../../../main/net/events';
import { Network, type NetworkHost } from '../../../main/net/network';
import { Cursors } from '../../../main/net/peers/cursors';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { card } from '../../support/card';
import { Party } from '../../support/sides';
import { silent } from '../../support/silent';
import { Dialled } from './dialled';

/** Ticks of silence after which a link is in doubt, and after which it is dead. */
const SUSPECT_TICKS = 10;
const DEAD_TICKS = 80;
const SOON_MS = 500;

/** To whom this node last said that it is linked. */
function linkedTo({ sent }: Dialled): readonly NodeId[] | undefined {
  return sent.filter((message) => message.type === 'links').at(-1)?.ids;
}

/** Alice, who dials nobody in vain, and whose time is the test's. */
function stage() {
  const clock = { now: NOON };
  let dials = 0;
  let tick = (): void => {};
  const waits = new Set<() => void>();
  const { database } = new Party(ALICE);
  const events = new Events(() => clock.now);
  const nothing = (): void => {};
  const network = new Network(
    {
      ...{ database, events, logger: silent, interfaces: { changed: () => false }, path: '/byr' },
      ...{ now: () => clock.now, random: () => 1, card: () => card(ALICE), secret: () => null },
      ...{ changed: nothing, copied: nothing, apply: nothing, create: () => false },
      dial: () => {
        dials += 1;
        return new Promise(nothing);
      },
      timing: {
        elapsed: () => clock.now,
        after: (_: number, run: () => void) => {
          waits.add(run);
          return () => waits.delete(run);
        },
        every: (_: number, run: () => void) => {
          tick = run;
          return nothing;
        },
        later: (run: () => void) => void setImmediate(run),
      },
    } as unknown as NetworkHost,
    [],
    new Cursors(null),
    false,
  );
  network.start();
  return {
    dials: () => dials,
    told: (): string[] => events.recent(9).map(({ kind }) => kind),
    status: () => network.statuses()[0],
    accept: async (link: Dialled): Promise<Dialled> => {
      void network.accept(link);
      link.says({ type: 'links', ids: [] });
      await turn();
      return link;
    },
    /** Is not heard before it says something. */
    meet: (link: Dialled): Dialled => {
      void network.accept(link);
      return link;
    },
    renews: () => network.renewed(),
    /** All that waits for some time to pass goes on. */
    wakes: (): Promise<void> => {
      for (const run of waits) run();
      return turn();
    },
    ticks: (count: number): void => {
      for (let n = 0; n < count; n++) {
        clock.now += 100;
        tick();
      }
    },
  };
}

test('a link over which nothing comes though something is due is dialled beside, and closed as stalled in the end', async () => {
  const { accept, ticks, dials } = stage();
  const link = await accept(new Dialled());
  ticks(SUSPECT_TICKS + 5);
  assert.deepEqual([link.farewell, dials()], [null, 1]);
  ticks(DEAD_TICKS);
  assert.equal(link.farewell, 'stalled');
});

test('a link that was closed before it is let in tells the others of nobody, and asks for nothing', async () => {
  const { meet, accept } = stage();
  const chloe = await accept(new Dialled(CHLOE));
  chloe.sent.length = 0;
  const link = new Dialled();
  link.ends(null);
  meet(link);
  await turn();
  assert.deepEqual([link.got('read'), chloe.got('peers')], [[], []]);
});

test('a node reads all of the next peer once the one that it was reading is lost', async () => {
  const { accept } = stage();
  const sinceWhen = (link: Dialled) => link.got('read').map((read) => 'since' in read && read.since);
  const bob = await accept(new Dialled());
  assert.deepEqual(sinceWhen(bob), [0]);
  bob.ends(null);
  assert.deepEqual(sinceWhen(await accept(new Dialled(CHLOE))), [0]);
});

test('a peer that closes a link, and has dialled a newer one, is lost only if that was not why', async () => {
  for (const [farewell, told] of [
    ['duplicate', ['link-up']],
    ['closing', ['link-down', 'link-up']],
  ] as const) {
    const staged = stage();
    const link = await staged.accept(new Dialled());
    staged.meet(new Dialled());
    link.ends({ byPeer: true, farewell });
    assert.deepEqual(staged.told(), told, farewell);
  }
});

test('a peer that closes a link as if for a newer one, and has dialled none, is lost', async () => {
  const { accept, told } = stage();
  const link = await accept(new Dialled());
  link.ends({ byPeer: true, farewell: 'duplicate' });
  assert.deepEqual(told(), ['link-down', 'link-up']);
});

test('a peer that closes a link for a newer one over which he says nothing is lost, also where he is not dialled', async () => {
  const { accept, meet, ticks, told, status } = stage();
  const link = await accept(new Dialled());
  const newer = meet(new Dialled());
  link.ends({ byPeer: true, farewell: 'duplicate' });
  newer.ends(null);
  await turn();
  assert.deepEqual(told(), ['link-down', 'link-up']);
  ticks(1);
  await accept(new Dialled());
  assert.deepEqual([told(), status()?.linkedSince], [['link-up', 'link-down', 'link-up'], NOON + 100]);
});

test('a newer link over which nothing is said takes nothing from the one that is there', async () => {
  const { accept, meet, told, status } = stage();
  const link = await accept(new Dialled());
  meet(new Dialled()).ends(null);
  await turn();
  assert.deepEqual([told(), status()?.lastError, link.farewell], [['link-up'], null, null]);
});

test('a node that takes a new id tells that a peer is lost whose newer link has said nothing yet', async () => {
  const { accept, meet, renews, told } = stage();
  const link = await accept(new Dialled());
  const newer = meet(new Dialled());
  link.ends({ byPeer: true, farewell: 'duplicate' });
  renews();
  assert.deepEqual([told(), newer.farewell], [['link-down', 'link-up'], 'closing']);
});

test('a node that takes a new id dials at once whom it was to dial later', async () => {
  const { accept, renews, dials } = stage();
  const link = await accept(new Dialled());
  link.ends(null);
  assert.equal(dials(), 0);
  renews();
  assert.equal(dials(), 1);
});

test('a node that takes a new id while it asks who is there does not let in the newer link, which it closed', async () => {
  const { accept, meet, renews, wakes, told } = stage();
  await accept(new Dialled());
  const newer = new Dialled();
  Object.assign(newer.card, { epoch: 'anew' });
  meet(newer).says({ type: 'links', ids: [] });
  await turn();
  renews();
  await wakes();
  assert.deepEqual(told(), ['link-down', 'link-up']);
});

test('a peer that closed a link for a newer one is given time to speak over that before it is dialled', async () => {
  const { accept, meet, ticks, dials } = stage();
  const link = await accept(new Dialled());
  meet(new Dialled());
  link.ends({ byPeer: true, farewell: 'duplicate' });
  ticks(SOON_MS / 100 - 1);
  assert.equal(dials(), 0);
  ticks(1);
  assert.equal(dials(), 1);
});

test('peers hear who is linked once more at the end of a turn in which links came and went', async () => {
  const { accept } = stage();
  const chloe = await accept(new Dialled(CHLOE));
  const link = await accept(new Dialled());
  assert.deepEqual(linkedTo(chloe), [CHLOE, BOB]);
  link.ends(null);
  assert.deepEqual(linkedTo(chloe), [CHLOE], 'at once, as it is the first of its turn');
  await turn();
  const next = new Dialled();
  const admitted = accept(next);
  next.ends(null);
  await admitted;
  await turn();
  assert.deepEqual(linkedTo(chloe), [CHLOE]);
});

test('peers hear that a link is gone also where a newer one is to take its place', async () => {
  const { accept, meet } = stage();
  const chloe = await accept(new Dialled(CHLOE));
  const link = await accept(new Dialled());
  meet(new Dialled());
  link.ends({ byPeer: true, farewell: 'duplicate' });
  assert.deepEqual(linkedTo(chloe), [CHLOE]);
});
