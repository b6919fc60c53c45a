import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contact } from '../../../main/net/peers/contact';
import { Contacts } from '../../../main/net/peers/contacts';
import type { PeerStatus } from '../../../main/net/peers/peer-status';
import type { PeerRecord } from '../../../main/net/peers/peers';
import type { Session } from '../../../main/net/peers/session';
import { type RefusalCode, Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import { BOB } from '../../store/fixtures';
import { idOf } from '../../support/nearby';

/** From how many links on nobody is dialled any more, and no link is taken. */
const ENOUGH = 24;
const FULL = 32;
const NOW = 1_700_000_000_000;
const nobody = new Refused('nobody-there', 'Nobody answers.');
const session = {} as Session;

/** Contacts of which some are linked, and one more, which is not. */
function oneBeside(links: number): { contacts: Contacts; other: Contact } {
  const contacts = new Contacts([]);
  const add = (at: number): Contact => contacts.of(contacts.peers.add(`10.0.0.${at}:3000`) as PeerRecord);
  for (let at = 1; at <= links; at++) add(at).linked(session);
  return { contacts, other: add(links + 1) };
}

function statusOf({ contacts, other }: ReturnType<typeof oneBeside>, now = NOW, isNear = false): PeerStatus {
  return other.status(now, contacts.isEnoughFor(other), () => isNear);
}

function stateOf(beside: ReturnType<typeof oneBeside>, now = NOW): string {
  return statusOf(beside, now).state;
}

function dialled({ contacts }: ReturnType<typeof oneBeside>, now = NOW): Contact[] {
  return contacts.due(now, () => 0.5);
}

test('a peer is dialled while there are fewer links than enough, and idle from then on', () => {
  const fewer = oneBeside(ENOUGH - 1);
  assert.equal(stateOf(fewer), 'linking');
  assert.deepEqual(dialled(fewer), [fewer.other]);
  const enough = oneBeside(ENOUGH);
  assert.equal(stateOf(enough), 'idle');
  assert.deepEqual(dialled(enough), []);
});

test('when something last came from a linked peer is told at once, and written to its record once an hour and at the end', () => {
  const { other } = oneBeside(0);
  const traffic = { heard: 1, count: () => null };
  const sync = { status: () => ({}) };
  other.linked({ kind: 'course', socket: { traffic }, sync } as unknown as Session);
  other.record.lastSeen = NOW;
  const seen = (now: number, heard: number): (number | null)[] => {
    traffic.heard = heard;
    other.look(now);
    return [other.status(now, false, () => false).lastSeen, other.record.lastSeen];
  };
  assert.deepEqual(seen(NOW + 2_000, 2), [NOW + 2_000, NOW]);
  assert.deepEqual(seen(NOW + 3_000, 2), [NOW + 2_000, NOW]);
  assert.deepEqual(seen(NOW + 3_601_000, 3), [NOW + 3_601_000, NOW + 3_601_000]);
  assert.deepEqual(seen(NOW + 3_603_000, 4), [NOW + 3_603_000, NOW + 3_601_000]);
  other.unlinked();
  assert.equal(other.record.lastSeen, NOW + 3_603_000);
});

test('no more dials begin than links are lacking', () => {
  const { contacts } = oneBeside(ENOUGH - 2);
  for (const at of [1, 2, 3, 4]) contacts.peers.add(`10.0.1.${at}:3000`);
  const [first, second, ...more] = contacts.due(NOW, () => 0.5);
  assert.ok(first && second && more.length === 0);
  first.dialling = true;
  assert.equal(contacts.due(NOW, () => 0.5).length, 1);
});

test('of many that can be dialled eight are at once, first who waits longest', () => {
  const { contacts } = oneBeside(11);
  for (const { record } of contacts.all) contacts.of(record).unlinked();
  const byNeed = contacts.all.reverse();
  for (const [at, contact] of byNeed.entries()) contact.failed(nobody, NOW + at, 0.5);
  assert.deepEqual(dialled({ contacts, other: byNeed[0] as Contact }, NOW + 60_000), byNeed.slice(0, 8));
});

test('a peer that the user wants is dialled until there is no room at all', () => {
  for (const [links, state, dials] of [
    [ENOUGH, 'linking', 1],
    [FULL - 1, 'linking', 1],
    [FULL, 'idle', 0],
  ] as const) {
    const beside = oneBeside(links);
    beside.other.wanted = true;
    assert.deepEqual([stateOf(beside), dialled(beside).length], [state, dials], `${links} links`);
  }
});

test('what the user wanted has come true once it was linked', () => {
  const beside = oneBeside(ENOUGH);
  beside.other.wanted = true;
  beside.other.linked(session);
  beside.other.taken(NOW);
  beside.other.unlinked();
  assert.equal(stateOf(beside), 'idle');
});

test('a peer that no neighbour is linked to is looked for once a minute, also where there are links enough', () => {
  const { contacts, other } = oneBeside(ENOUGH);
  other.record.id = 'b'.repeat(16) as NodeId;
  const distant = (now: number, isNear = false): Contact[] =>
    contacts.distant(
      now,
      () => 0.5,
      () => isNear,
    );
  assert.deepEqual(distant(NOW), [other]);
  assert.deepEqual(distant(NOW + 59_000), []);
  assert.deepEqual(distant(NOW + 60_000, true), []);
  assert.deepEqual(distant(NOW + 120_000), [other]);
  for (let at = 1; at <= 4; at++) contacts.of(contacts.peers.add(`10.0.2.${at}:3000`) as PeerRecord).linked(session);
  assert.deepEqual(distant(NOW + 180_000), []);
  const fewer = oneBeside(ENOUGH - 1);
  fewer.other.record.id = other.record.id;
  assert.deepEqual(
    fewer.contacts.distant(
      NOW,
      () => 0.5,
      () => false,
    ),
    [],
  );
});

test('that search is for three at once, as far as there is room, and goes on where the clock is set back', () => {
  const { contacts } = oneBeside(ENOUGH);
  for (let n = 1; n <= 5; n++) contacts.peers.met({ id: idOf(n), name: null, addresses: [] }, null, NOW);
  const searched = (now: number): number => {
    const random = (): number => 0.5;
    const chosen = contacts.distant(now, random, () => false);
    assert.ok(
      chosen.every(({ record }) => record.id !== null),
      'who has no id may be near',
    );
    return chosen.length;
  };
  assert.equal(searched(NOW), 3);
  assert.equal(searched(NOW - 86_400_000), 3);
  for (const at of [1, 2]) contacts.of(contacts.peers.add(`10.0.2.${at}:3000`) as PeerRecord).linked(session);
  assert.equal(searched(NOW), 2);
});

test('a peer that the user wants, or whose link is in doubt, is dialled once, not by that search too', () => {
  const { contacts, other } = oneBeside(ENOUGH);
  other.record.id = 'b'.repeat(16) as NodeId;
  const chosen = (now: number): Contact[] => {
    const random = (): number => 0.5;
    return [...contacts.due(now, random), ...contacts.distant(now, random, () => false)];
  };
  other.wanted = true;
  assert.deepEqual(chosen(NOW), [other]);
  other.wanted = false;
  other.linked({ kind: 'node', pulse: { isSuspect: true } } as Session);
  assert.deepEqual(chosen(NOW + 60_000), [other]);
});

test('a peer that is gone is not idle where there are links enough, but one that a linked node is linked to', () => {
  const beside = oneBeside(ENOUGH);
  const { other } = beside;
  other.failed(nobody, NOW, 0.5);
  for (const now of [NOW, other.backoff.due]) {
    const away = statusOf(beside, now);
    assert.deepEqual([away.state, away.why?.code, away.nextTry], ['unreachable', 'nobody-there', null]);
  }
  assert.equal(statusOf(beside, NOW, true).state, 'unreachable', 'it would not be dialled yet anyway');
  const near = statusOf(beside, other.backoff.due, true);
  assert.deepEqual([near.state, near.why, near.lastError?.code], ['idle', null, 'nobody-there']);
});

test('a peer that refused is there: it is idle from when it would be dialled again', () => {
  const beside = oneBeside(ENOUGH);
  const { other } = beside;
  other.failed(new Refused('peer-refused', ''), NOW, 0.5);
  assert.equal(stateOf(beside), 'unreachable');
  assert.equal(stateOf(beside, other.backoff.due), 'idle');
});

test('the next dial is always told while one is to come: during a dial it is now', () => {
  const beside = oneBeside(0);
  const { other } = beside;
  other.failed(nobody, NOW, 1);
  const nextTry = (): number | null => statusOf(beside).nextTry;
  assert.equal(nextTry(), other.backoff.due);
  other.dialling = true;
  assert.equal(nextTry(), NOW);
});

test('a peer that was linked meanwhile is dialled soon when it is lost again, however often it had refused before', () => {
  const { contacts, other } = oneBeside(0);
  for (let n = 0; n < 5; n++) other.failed(new Refused('peer-refused', ''), NOW, 1);
  other.linked(session);
  other.taken(NOW);
  other.unlinked();
  other.failed(new Refused('peer-refused', ''), NOW, 1);
  assert.deepEqual(
    contacts.due(NOW + 1_000, () => 0.5),
    [other],
  );
});

test('a dial that fails beside a link is no error of the peer', () => {
  const beside = oneBeside(0);
  const { other } = beside;
  other.linked(session);
  other.missed(nobody, NOW);
  other.unlinked();
  const { why, lastError } = statusOf(beside);
  assert.deepEqual([why, lastError], [null, null]);
});

test('a peer of another rule stays shown as such until it is linked, and is not said to be tried again', () => {
  const beside = oneBeside(ENOUGH);
  const { other } = beside;
  other.otherRule = 'first';
  other.failed(new Refused('other-rule', ''), NOW, 0.5);
  const { state, rule, nextTry } = statusOf(beside, other.backoff.due);
  assert.deepEqual([state, rule, nextTry], ['other-rule', 'first', null]);
  other.linked(session);
  other.unlinked();
  assert.equal(other.status(NOW, false, () => false).rule, null, 'once it is linked it has the same');
});

test('while it is dialled it is linking', () => {
  const beside = oneBeside(ENOUGH);
  beside.other.dialling = true;
  assert.equal(stateOf(beside), 'linking');
});

test('a peer that closed a link for a newer one is dialled only if it does not speak over that soon', () => {
  const { contacts, other } = oneBeside(0);
  other.linked(session);
  other.taken(NOW);
  other.unlinked();
  other.superseded(NOW, 1);
  assert.deepEqual(
    contacts.due(NOW + 400, () => 0.5),
    [],
  );
  assert.deepEqual(
    contacts.due(NOW + 500, () => 0.5),
    [other],
  );
});

test('a friend is dialled as often where a network that wants a login answers in its place, a stranger ever more seldom', () => {
  const isDueSoon = (code: RefusalCode, wasLinked: boolean, id: NodeId | null): boolean => {
    const { contacts, other } = oneBeside(0);
    Object.assign(other, { wasLinked });
    other.record.id = id;
    for (let dials = 0; dials < 6; dials++) other.failed(new Refused(code, 'Something else answers.'), NOW, 0.5);
    return dialled({ contacts, other }, NOW + 500).includes(other);
  };
  for (const code of ['not-a-node', 'open-network'] as const) {
    assert.equal(isDueSoon(code, true, BOB), true, code);
    assert.equal(isDueSoon(code, false, BOB), false, code);
  }
  assert.equal(isDueSoon('open-network', true, null), false, 'a course node, in a private network');
});
