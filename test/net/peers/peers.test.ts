import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Events } from '../../../main/net/events';
import { Contacts } from '../../../main/net/peers/contacts';
import { PeerChoices } from '../../../main/net/peers/peer-choices';
import { isAway, type PeerRecord, Peers } from '../../../main/net/peers/peers';
import { MAX_ADDRESSES, MAX_KNOWN, MAX_PEERS } from '../../../main/net/protocol';
import { Refused } from '../../../main/store/refusal';
import { idOf } from '../../support/nearby';

const NOW = 1_700_000_000_000;

/** No peers yet, and none of those to come is linked. */
function unlinked(): Peers {
  return new Peers([], () => false);
}

/** Meets a node. @param n its id, and the later the larger */
function meet(peers: Peers, n: number, address: string): PeerRecord | null {
  return peers.met({ id: idOf(n), name: `Node ${n}`, addresses: [address] }, null, NOW + n);
}

function learn(peers: Peers, n: number, address: string): boolean {
  return peers.learn({ id: idOf(n), name: null, addresses: [address] }, 'a friend') !== null;
}

test('a machine that dials under ever other ids pushes out its own, and nobody else', () => {
  const peers = unlinked();
  const friends = [1, 2, 3].map((n) => meet(peers, n, `10.0.0.${n}:3000`));
  const wanted = peers.add('10.0.0.4:3000');
  for (let n = 4; n < 100; n++) learn(peers, n, `10.1.0.${n}:3000`);
  for (let n = 100; n < 100 + 2 * MAX_KNOWN; n++) assert.ok(meet(peers, n, '10.0.0.9:4000'));
  assert.equal(peers.all.length, MAX_KNOWN);
  for (const friend of [...friends, wanted]) assert.ok(friend && peers.all.includes(friend));
  for (let n = 4; n < 100; n++) assert.ok(peers.byId(idOf(n)));
  assert.ok(peers.byId(idOf(99 + 2 * MAX_KNOWN)));
});

test('who was told of goes first, then who was seen longest ago; linked ones never, wanted, removed and paused ones last', () => {
  let linked: PeerRecord | undefined;
  const peers = new Peers([], (record) => record === linked);
  peers.add('10.0.0.1:3000');
  for (let n = MAX_KNOWN - 2; n > 0; n--) meet(peers, n, `10.0.${n}.1:3000`);
  learn(peers, 1000, '10.1.0.1:3000');
  const [first, removed, paused] = [1, 2, 3].map((n) => peers.byId(idOf(n)));
  assert.ok(first && removed && paused);
  linked = first;
  removed.removed = true;
  paused.paused = true;
  const gone = (): number[] => [1, 2, 3, 4, 1000].filter((n) => peers.byId(idOf(n)) === undefined);
  meet(peers, 2001, '10.2.0.1:3000');
  assert.deepEqual(gone(), [1000]);
  assert.ok(!learn(peers, 3000, '10.3.0.1:3000'), 'who is told of pushes out nobody that was met');
  meet(peers, 2002, '10.2.0.2:3000');
  assert.deepEqual(gone(), [4, 1000]);
  assert.ok(peers.byAddress('10.0.0.1:3000'), 'who the user waits for stays');
  for (const record of peers.all) record.removed ||= record !== linked;
  meet(peers, 2003, '10.2.0.3:3000');
  assert.deepEqual(gone(), [2, 4, 1000]);
});

test('who was told of alone, or not seen for a day, is away; whom a user waits for is not', () => {
  const peers = unlinked();
  const met = meet(peers, 1, '10.0.0.1:3000');
  const wanted = peers.add('10.0.0.2:3000');
  learn(peers, 3, '10.0.0.3:3000');
  const told = peers.byId(idOf(3));
  assert.ok(met && wanted && told);
  const day = 24 * 60 * 60 * 1000;
  const away = (now: number): boolean[] => [met, wanted, told].map((record) => isAway(record, now));
  assert.deepEqual(away(NOW + 1), [false, false, true]);
  assert.deepEqual(away(NOW + day + 2), [true, false, true]);
  for (const record of peers.all) record.paused = true;
  assert.deepEqual(away(NOW + day + 2), [false, false, true], 'who is paused is not to be seen');
});

test('who was told of alone is away still once he is paused, gives way to nobody told of, and can be forgotten', () => {
  const contacts = new Contacts([]);
  const { peers } = contacts;
  for (let n = 0; n < MAX_KNOWN; n++) learn(peers, n, `10.0.${n}.1:3000`);
  const host = { events: new Events(() => NOW), changed: () => {}, due: () => {} };
  const choices = new PeerChoices(host, contacts, { close: () => {} } as never);
  choices.setPaused(null, true);
  const statuses = peers.all.map((record) => contacts.of(record).status(NOW, false, () => false));
  assert.ok(statuses.every(({ state, away }) => state === 'paused' && away));
  assert.ok(!learn(peers, 1000, '10.1.0.1:3000'), 'forgotten, one could be let in');
  choices.forget(statuses.map(({ id }) => id));
  assert.deepEqual(peers.all, []);
  choices.recall(statuses.map(({ id }) => id));
  assert.ok(peers.all.length === MAX_KNOWN && peers.all.every(({ paused }) => paused), 'taken back as they were');
});

test('who was forgotten is let in again, and forgetting can be undone where nobody else is known there since', () => {
  const peers = unlinked();
  for (const n of [1, 2, 3]) meet(peers, n, `10.0.0.${n}:3000`);
  const [first, second] = [...peers.all];
  peers.drop([...peers.all]);
  assert.deepEqual(peers.all, []);
  const anew = meet(peers, 3, '10.0.0.3:3000');
  const all = [1, 2, 3].map(idOf);
  peers.restore(all);
  assert.deepEqual(peers.all, [anew, first, second]);
  peers.restore(all);
  assert.equal(peers.all.length, 3);
});

test('each of two times of forgetting can be undone alone, and what was forgotten twice comes back as it was last', () => {
  const peers = unlinked();
  const [first, second] = [meet(peers, 1, '10.0.0.1:3000'), meet(peers, 2, '10.0.0.2:3000')];
  assert.ok(first && second);
  peers.drop([first]);
  peers.drop([second]);
  peers.restore([idOf(1)]);
  assert.deepEqual(peers.all, [first]);
  peers.drop([first]);
  const again = meet(peers, 1, '10.0.0.7:3000');
  assert.ok(again);
  peers.drop([again]);
  peers.restore([idOf(2), idOf(1)]);
  assert.deepEqual(peers.all, [second, again]);
});

test('what others tell changes nothing of a removed peer, nor of a node at whose address they say that another is', () => {
  const peers = unlinked();
  const [removed, known] = [meet(peers, 1, '10.0.0.1:3000'), meet(peers, 2, '10.0.0.2:3000')];
  assert.ok(removed && known);
  removed.removed = true;
  assert.equal(learn(peers, 1, '10.0.0.9:3000'), false);
  const lie = { id: idOf(3), name: 'Node 3', addresses: ['10.0.0.2:3000', '10.0.0.9:3000'] };
  assert.equal(peers.learn(lie, 'a friend'), null);
  assert.deepEqual([removed.addresses, known.addresses], [['10.0.0.1:3000'], ['10.0.0.2:3000']]);
  assert.ok(removed.removed);
});

test('the address at which a node is met is no more that of who was there before', () => {
  const peers = unlinked();
  const before = meet(peers, 1, '10.0.0.1:3000');
  const now = meet(peers, 2, '10.0.0.1:3000');
  assert.deepEqual([before?.addresses, now?.addresses], [[], ['10.0.0.1:3000']]);
  assert.equal(peers.byAddress('10.0.0.1:3000'), now);
});

test('a peer that was shown by its address is found by that, too, once it was met, unless it is removed', () => {
  const contacts = new Contacts([]);
  contacts.peers.add('10.0.0.1:3000');
  const record = contacts.peers.met({ id: idOf(1), name: null, addresses: [] }, '10.0.0.1:3000', NOW);
  assert.ok(record);
  for (const handle of ['10.0.0.1:3000', idOf(1)]) assert.equal(contacts.find(handle).record, record);
  record.removed = true;
  assert.throws(() => contacts.find('10.0.0.1:3000'), { code: 'not-found' });
});

test('a peer that is resumed is dialled at once, and once at a time, however often it had refused before', () => {
  const contacts = new Contacts([]);
  const contact = contacts.of(contacts.peers.add('10.0.0.1:3000') as PeerRecord);
  const due = (): number => contacts.due(NOW, () => 0.5).length;
  for (let n = 0; n < 5; n++) contact.failed(new Refused('paused', 'It was paused there.'), NOW, 1);
  contact.record.paused = true;
  assert.equal(due(), 0);
  contact.resumed();
  const { state, why } = contact.status(NOW, false, () => false);
  assert.deepEqual([due(), state, why], [1, 'linking', null]);
  contact.dialling = true;
  assert.equal(due(), 0);
});

test('where a course node answers, no native one is looked for any more, and who was never met goes with its last address', () => {
  const peers = unlinked();
  const met = meet(peers, 1, '10.0.0.1:3000');
  peers.learn({ id: idOf(2), name: null, addresses: ['10.0.0.2:3000', '10.0.0.3:3000'] }, 'a friend');
  const course = peers.metCourse('10.0.0.1:3000', NOW);
  assert.deepEqual([met?.addresses, course?.id, course?.addresses], [[], null, ['10.0.0.1:3000']]);
  assert.equal(peers.byId(idOf(1)), met);
  peers.metCourse('10.0.0.2:3000', NOW);
  assert.deepEqual(peers.byId(idOf(2))?.addresses, ['10.0.0.3:3000']);
  peers.metCourse('10.0.0.3:3000', NOW);
  assert.equal(peers.byId(idOf(2)), undefined);
  assert.equal(peers.metCourse('10.0.0.1:3000', NOW), course, 'one that answers again is the same');
  peers.forget(course as PeerRecord, '10.0.0.1:3000');
  assert.equal(peers.byAddress('10.0.0.1:3000'), undefined, 'it has no name but its address');
  assert.equal(peers.all.length, 3);
});

test('to be told of many addresses of this machine costs little more than of others', () => {
  const tell = (peers: Peers, host: string, port: number): void => {
    const addresses = Array.from({ length: MAX_ADDRESSES }, (_, at) => `${host}:${port + at}`);
    peers.learn({ id: null, name: null, addresses }, 'Bob');
  };
  const cost = (host: string): number => {
    const peers = unlinked();
    for (let n = 0; n < MAX_KNOWN; n++) tell(peers, `10.0.0.${n}`, 4000);
    const before = process.cpuUsage();
    for (let n = 0; n < MAX_PEERS; n++) tell(peers, host, 5000 + n * MAX_ADDRESSES);
    return process.cpuUsage(before).user;
  };
  cost('localhost');
  const [here, elsewhere] = [cost('localhost'), cost('192.0.2.1')];
  assert.ok(here < 20 * elsewhere, `${here} µs, and ${elsewhere} µs elsewhere`);
});
