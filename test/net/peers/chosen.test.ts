import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contact } from '../../../main/net/peers/contact';
import { Contacts } from '../../../main/net/peers/contacts';
import type { PeerRecord } from '../../../main/net/peers/peers';
import type { Session } from '../../../main/net/peers/session';
import { MAX_KNOWN } from '../../../main/net/protocol';
import { BOB, NOON } from '../../store/fixtures';
import { idOf } from '../../support/nearby';

/** From how many links on nobody is dialled any more, and how long the next search for distant peers waits. */
const ENOUGH = 24;
const SEARCH_MS = 60_000;
const session = {} as Session;

function meet(contacts: Contacts, n: number, address = `10.0.0.1:${3000 + n}`, now = NOON): Contact {
  return contacts.of(contacts.peers.met({ id: idOf(n), name: null, addresses: [] }, address, now) as PeerRecord);
}

/** As many linked peers, and others beside them. */
function linkedAnd(links: number, others: number): { contacts: Contacts; idle: Contact[] } {
  const contacts = new Contacts([]);
  for (let n = 1; n <= links; n++) meet(contacts, n).linked(session);
  return { contacts, idle: Array.from({ length: others }, (_, n) => meet(contacts, links + n + 1)) };
}

/** Each draw is lower than the one before: who is last comes first. */
function falling(): () => number {
  let next = 1;
  return () => {
    next /= 2;
    return next;
  };
}

function distant(contacts: Contacts, now = NOON, random = falling()): Contact[] {
  return contacts.distant(now, random, () => false);
}

test('a linked peer stays known, though others were seen later and come in any number', () => {
  const contacts = new Contacts([]);
  const linked = meet(contacts, 1);
  linked.linked(session);
  for (let n = 2; n <= MAX_KNOWN + 1; n++) meet(contacts, n, undefined, NOON + n);
  assert.equal(contacts.peers.all.length, MAX_KNOWN);
  assert.equal(contacts.peers.byId(idOf(1)), linked.record);
  linked.unlinked();
  meet(contacts, MAX_KNOWN + 2, undefined, NOON + 999);
  assert.equal(contacts.peers.byId(idOf(1)), undefined);
});

test('a peer at whose one address another node answers now is let go of, once', () => {
  const contacts = new Contacts([]);
  const course = contacts.of(contacts.peers.metCourse('10.0.0.1:3000', NOON) as PeerRecord);
  course.linked(session);
  const met = contacts.peers.met({ id: BOB, name: 'Bob', addresses: [] }, '10.0.0.1:3000', NOON);
  const bob = contacts.of(met as PeerRecord);
  assert.deepEqual(contacts.dropStale(), [course]);
  assert.deepEqual([contacts.dropStale(), contacts.all], [[], [bob]]);
});

test('chance decides whom of many a node dials, lest all dial the same few', () => {
  const newcomer = linkedAnd(0, 3);
  assert.deepEqual(newcomer.contacts.due(NOON, falling()), newcomer.idle.toReversed());
  const searching = linkedAnd(ENOUGH, 3);
  assert.deepEqual(distant(searching.contacts), searching.idle.toReversed());
});

test('distant peers are looked for once in 60 s, none that is not to be dialled, and not beyond 28 links', () => {
  const { contacts, idle } = linkedAnd(ENOUGH, 1);
  const [peer] = idle as [Contact];
  assert.deepEqual(distant(contacts), [peer]);
  assert.deepEqual(distant(contacts, NOON + SEARCH_MS - 1), []);
  assert.deepEqual(distant(contacts, NOON + SEARCH_MS), [peer]);
  peer.dialling = true;
  assert.deepEqual(distant(contacts, NOON + 2 * SEARCH_MS), []);
  for (const links of [28, 29, 31]) assert.deepEqual(distant(linkedAnd(links, 4).contacts), [], `${links} links`);
});
