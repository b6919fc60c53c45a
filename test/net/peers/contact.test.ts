import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Contact, telling } from '../../../main/net/peers/contact';
import type { PeerRecord } from '../../../main/net/peers/peers';
import { Pulse } from '../../../main/net/peers/pulse';
import type { Session } from '../../../main/net/peers/session';
import type { Link } from '../../../main/net/wire/link';
import { type RefusalCode, Refused } from '../../../main/store/refusal';
import { BOB, NOON } from '../../store/fixtures';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 500;
/** Ticks of silence after which a link is in doubt. */
const SUSPECT_TICKS = 10;
const nobody = new Refused('nobody-there', 'Nobody answers.');
const nothing = { received: 0, sent: 0 };

function known(): Contact {
  const seen = { learnedFrom: null, lastSeen: NOON };
  const record: PeerRecord = { id: BOB, name: 'Bob', addresses: [], removed: false, paused: false, ...seen };
  return new Contact(record);
}

/** A link over which nothing comes, and a session of it that counts the ticks. */
function silentLink() {
  const traffic = { heard: 0, count: () => ({ messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }) };
  const link = { traffic } as unknown as Link;
  const pulse = new Pulse(traffic);
  return { link, traffic, pulse, session: { kind: 'node', link, pulse } as unknown as Session };
}

function linkedTo(contact: Contact, now = NOON) {
  const silent = silentLink();
  contact.linked(silent.session);
  contact.taken(now);
  return silent;
}

function falls(pulse: Pulse, ticks: number): boolean {
  for (let tick = 0; tick < ticks; tick++) pulse.tick(true);
  return pulse.isSuspect;
}

test('of two addresses of a peer the answer of one is told, not that nobody is at the other before', () => {
  const other = new Refused('other-rule', 'It has another rule.');
  const away = new Refused('host-unknown', 'There is no such name.');
  assert.equal(telling(nobody, other), other);
  assert.equal(telling(nobody, away), nobody);
});

test('a friend is dialled as often where his name leads nowhere, or what answers hangs up, as where nobody does', () => {
  for (const code of ['nobody-there', 'no-route', 'host-unknown', 'closed'] as const) {
    const contact = known();
    for (let dials = 0; dials < 6; dials++) contact.failed(new Refused(code, ''), NOON, 1);
    assert.equal(contact.isDue(NOON + SOON_MS), true, code);
  }
});

test('who was linked is a friend: he is dialled as often where a network that wants a login answers in his place', () => {
  const contact = known();
  linkedTo(contact);
  contact.unlinked();
  for (let dials = 0; dials < 6; dials++) contact.failed(new Refused('not-a-node', ''), NOON, 1);
  assert.equal(contact.isDue(NOON + SOON_MS), true);
});

test('a peer that is paused or removed is not dialled', () => {
  const contact = known();
  assert.equal(contact.isDue(NOON), true);
  contact.record.paused = true;
  assert.equal(contact.isDue(NOON), false);
  Object.assign(contact.record, { paused: false, removed: true });
  assert.equal(contact.isDue(NOON), false);
});

test('why a peer could not be reached is told no more once he was linked', () => {
  const contact = known();
  contact.failed(nobody, NOON, 1);
  linkedTo(contact);
  contact.unlinked(true);
  const { state, why } = contact.status(NOON, false, () => false);
  assert.deepEqual([state, why], ['linking', null]);
});

test('a link that takes the place of one in doubt is given twice its time, one that comes up after a loss is not', () => {
  const isPatient = (contact: Contact): boolean => {
    const pulse = contact.pulseOf(silentLink().link);
    return !falls(pulse, SUSPECT_TICKS);
  };
  const doubted = (): Contact => {
    const contact = known();
    falls(linkedTo(contact).pulse, SUSPECT_TICKS);
    return contact;
  };
  const [replaced, lost, lostSince] = [doubted(), doubted(), doubted()];
  replaced.unlinked(true);
  lost.unlinked();
  lostSince.unlinked(true);
  lostSince.missed(nobody, NOON);
  assert.deepEqual([replaced, lost, lostSince].map(isPatient), [true, false, false]);
});

test('a link whose place another takes is replaced until that is there', () => {
  const contact = known();
  linkedTo(contact);
  contact.unlinked(true);
  assert.equal(contact.isReplaced, true);
  linkedTo(contact, NOON + 1);
  assert.deepEqual([contact.isReplaced, contact.linkedSince], [false, NOON]);
  assert.equal(contact.unlinked(), true);
  assert.equal(contact.isReplaced, false);
});

test('how long a link took to be in sync is told once, whatever the clock says, and not of one that is not taken', () => {
  const contact = known();
  contact.linked(silentLink().session);
  assert.equal(contact.caughtUp(NOON, nothing), false);
  contact.taken(NOON);
  assert.equal(contact.caughtUp(NOON - 1, nothing), true);
  assert.equal(contact.catchUp?.ms, 0);
  contact.taken(NOON);
  assert.equal(contact.caughtUp(NOON, nothing), false, 'each message takes the link');
  contact.unlinked(true);
  linkedTo(contact);
  assert.equal(contact.caughtUp(NOON, nothing), false, 'the two count as one link');
  contact.unlinked();
  linkedTo(contact);
  assert.equal(contact.caughtUp(NOON + 5, nothing), true);
});

test('a peer is seen when something comes, not when his link ends, and later than that only if he says so', () => {
  const contact = known();
  const { traffic } = linkedTo(contact);
  const seen = (): number | null => contact.status(NOON, false, () => false).lastSeen;
  traffic.heard = 1;
  contact.look(NOON + 1_000);
  contact.unlinked();
  contact.look(NOON + 2_000);
  assert.equal(seen(), NOON + 1_000);
  contact.record.lastSeen = NOON + 3_000;
  assert.equal(seen(), NOON + 3_000);
});

test('a clock that is set back by a day is no reason to keep that a peer was seen in the future', () => {
  const contact = known();
  const { traffic } = linkedTo(contact);
  traffic.heard = 1;
  contact.look(NOON - DAY_MS);
  assert.equal(contact.record.lastSeen, NOON - DAY_MS);
});

test('a refusal that somebody wanted is no error', () => {
  const contact = known();
  const why: RefusalCode = 'paused';
  contact.failed(new Refused(why, 'It is paused there.'), NOON, 1);
  const { state, lastError } = contact.status(NOON, false, () => false);
  assert.deepEqual([state, lastError], ['paused-there', null]);
});
