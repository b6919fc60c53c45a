import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Events } from '../../../main/net/events';
import { Network, type NetworkHost } from '../../../main/net/network';
import { Cursors } from '../../../main/net/peers/cursors';
import type { Farewell, Message, Outgoing } from '../../../main/net/protocol';
import type { End, Link, LinkListener } from '../../../main/net/wire/link';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { card } from '../../support/card';
import { Party } from '../../support/sides';
import { silent } from '../../support/silent';

/** Ticks of silence after which a link is in doubt, and after which it is dead. */
const SUSPECT_TICKS = 10;
const DEAD_TICKS = 80;
const SOON_MS = 500;

/** A link that a peer dialled, who listens at port 1 and holds more than this node. */
class Dialled implements Link {
  readonly card;
  readonly dialled = false;
  readonly dial = { attempt: 1, seen: null };
  readonly host = '192.0.2.1';
  readonly counts = { messagesIn: 0 };
  readonly traffic = { heard: 0, count: () => this.counts as never };
  readonly spoken: Promise<boolean>;
  readonly sent: Outgoing[] = [];
  farewell: Farewell | null = null;
  #speaks: (first: boolean) => void = () => {};
  #listener: LinkListener | null = null;
  #end: { why: End | null } | null = null;

  constructor(id: NodeId = BOB) {
    this.card = { ...card(id), port: id === BOB ? 1 : null, entries: 1_000 };
    this.spoken = new Promise((resolve) => {
      this.#speaks = resolve;
    });
  }

  listen(listener: LinkListener): void {
    this.#listener = listener;
    if (this.#end !== null) listener.closed(this.#end.why);
  }

  send(message: Outgoing): void {
    this.sent.push(message);
  }

  says(message: Message): void {
    this.traffic.heard += 1;
    this.counts.messagesIn += 1;
    this.#speaks(true);
    this.#listener?.message(message);
  }

  close(farewell: Farewell): void {
    this.farewell = farewell;
    this.ends({ byPeer: false, farewell });
  }

  ends(why: End | null): void {
    if (this.#end !== null) return;
    this.#end = { why };
    this.#speaks(false);
    this.#listener?.closed(why);
  }

  /** What it was sent, by its type. */
  got(type: Outgoing['type']): Outgoing[] {
    return this.sent.filter((message) => message.type === type);
  }
}

/** To whom this node last said that it is linked. */
function linkedTo({ sent }: Dialled): readonly NodeId[] | undefined {
  return sent.filter((message) => message.type === 'links').at(-1)?.ids;
}

/** Alice, who dials nobody in vain, and whose time is the test's. */
function stage() {
  const clock = { now: NOON };
  let dials = 0;
  let tick = (): void => {};
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
        after: () => nothing,
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
