import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { type Address, addressText } from '../../../main/net/address';
import { Events } from '../../../main/net/events';
import { Contacts } from '../../../main/net/peers/contacts';
import { Dialler, type DiallerHost } from '../../../main/net/peers/dialler';
import type { Links } from '../../../main/net/peers/links';
import type { Farewell } from '../../../main/net/protocol';
import { timing } from '../../../main/net/soon';
import type { CourseSocket } from '../../../main/net/wire/course-socket';
import type { Dialled, DialOptions } from '../../../main/net/wire/dial';
import type { Link } from '../../../main/net/wire/link';
import { Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

/** How long a friend's dial bars the next one, and how long that waits then. */
export const TRY_MS = 1_000;
export const SOON_MS = 500;
/** How long a link in doubt is waited for once its peer has answered a dial beside it. */
export const GRACE_MS = 300;
export const TICK_MS = 100;
export const [ADDRESS, OTHER] = ['192.0.2.1:3000', '192.0.2.2:3000'];
export const nobody = new Refused('nobody-there', 'Nobody answers.');
export const full = new Refused('peer-refused', 'The other node has as many links as it takes.');

/** A link that Bob would give, and what he was told where it was closed. */
export function linkTo(bob: NodeId = BOB) {
  const farewells: Farewell[] = [];
  const link = { card: card(bob), close: (farewell: Farewell) => void farewells.push(farewell) } as Link;
  return { dialled: { kind: 'node', link } as Dialled, farewells };
}

/**
 * A node that knows Bob, who has no room for a link. Its dials have no answer until the test says so, and its time is
 * the test's.
 */
export function stage(context: TestContext, ...addresses: string[]) {
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
