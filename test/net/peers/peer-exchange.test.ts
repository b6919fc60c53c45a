import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contact } from '../../../main/net/peers/contact';
import { Contacts } from '../../../main/net/peers/contacts';
import { PeerExchange } from '../../../main/net/peers/peer-exchange';
import type { PeerRecord } from '../../../main/net/peers/peers';
import type { Session } from '../../../main/net/peers/session';
import { MAX_ADDRESSES, type Outgoing } from '../../../main/net/protocol';
import { timing } from '../../../main/net/soon';
import { Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE, NOON } from '../../store/fixtures';
import { card } from '../../support/card';
import { idOf } from '../../support/nearby';

/** From when others say where a friend is until he is dialled. */
const SOON_MS = 500;
const strangers = new Refused('other-node', 'Another node answers there.');

function stage() {
  const contacts = new Contacts([]);
  const record = contacts.peers.met({ id: BOB, name: 'Bob', addresses: [] }, '192.0.2.1:3000', NOON);
  assert.ok(record !== null);
  const bob = contacts.of(record);
  let now = NOON;
  const news = { changed: 0, learned: 0 };
  const exchange = new PeerExchange(
    {
      ...{ now: () => now, timing: { ...timing, elapsed: () => now }, card: () => card(ALICE) },
      ...{ changed: () => (news.changed += 1), learned: () => (news.learned += 1) },
    },
    contacts,
  );
  return {
    ...{ contacts, bob, exchange, news },
    passes: (ms: number): void => {
      now += ms;
    },
    fails: () => bob.failed(strangers, now, 1),
    tell: (...addresses: string[]) =>
      exchange.learn([{ id: BOB, name: 'Bob', addresses }], { host: '192.0.2.3', name: 'Chloe' }),
    isDialled: (): boolean => contacts.due(now, () => 0.5).includes(bob),
  };
}

test('a friend at whose address a stranger answers is dialled soon where another peer says that he is', () => {
  const { fails, tell, passes, isDialled } = stage();
  for (let dials = 0; dials < 6; dials++) fails();
  passes(SOON_MS);
  assert.ok(!isDialled(), 'he waits');
  tell('192.0.2.2:3000');
  passes(SOON_MS);
  assert.ok(isDialled());
  fails();
  tell('192.0.2.2:3000');
  passes(SOON_MS);
  assert.ok(!isDialled(), 'what is known already hastens nothing');
});

test('a friend is dialled where another peer says that he is, however many addresses he had before, and first where he was last', () => {
  const { bob, fails, tell, passes, isDialled } = stage();
  tell(...Array.from({ length: MAX_ADDRESSES - 1 }, (_, n) => `192.0.2.1:${3001 + n}`));
  assert.equal(bob.record.addresses.length, MAX_ADDRESSES);
  for (let dials = 0; dials < 6; dials++) fails();
  tell('192.0.2.2:3000');
  passes(SOON_MS);
  assert.ok(isDialled());
  assert.ok(bob.record.addresses.includes('192.0.2.2:3000'));
  assert.equal(bob.record.addresses[0], '192.0.2.1:3000');
});

test('who says ever anew where a friend is has him dialled twice a second at most', () => {
  const { fails, tell, passes, isDialled } = stage();
  let dials = 0;
  for (let told = 0; told < 1_000; told++) {
    tell(`192.0.2.2:${told + 1}`);
    passes(1);
    if (!isDialled()) continue;
    dials += 1;
    fails();
  }
  assert.ok(dials <= 2, `${dials} dials`);
});

test('what is new of peers is told to the user, and dialled, once', () => {
  const { tell, news } = stage();
  tell('192.0.2.2:3000');
  tell('192.0.2.2:3000');
  assert.deepEqual(news, { changed: 1, learned: 1 });
});

for (const [whose, host, most] of [
  ['another machine', '192.0.2.3', 1_024],
  ['this machine', '127.0.0.1', 65_536],
] as const) {
  test(`of ${whose} as many peers are heeded in 10 s as a class has, and no more`, () => {
    const { contacts, exchange, passes } = stage();
    const names = (count: number, address = ''): void => {
      const told = { id: null, name: null, addresses: [address] };
      exchange.learn(Array<typeof told>(count).fill(told), { host, name: 'Chloé' });
    };
    const isKnown = (address: string): boolean => contacts.peers.byAddress(address) !== undefined;
    names(most - 1);
    names(1, '192.0.2.4:1');
    names(1, '192.0.2.4:2');
    assert.deepEqual(['192.0.2.4:1', '192.0.2.4:2'].map(isKnown), [true, false]);
    passes(10_000);
    names(1, '192.0.2.4:2');
    assert.ok(isKnown('192.0.2.4:2'));
  });
}

test('a course node may name 32 peers by port or address, and whatever else its list holds is passed over', () => {
  const { contacts, exchange } = stage();
  const learned = (...told: unknown[]): string[] => {
    const before = new Set(contacts.peers.all);
    exchange.learnAddresses(told, { host: '192.0.2.3', name: '192.0.2.3:3000' });
    return contacts.peers.all.filter((record) => !before.has(record)).flatMap(({ addresses }) => addresses);
  };
  assert.deepEqual(learned(4000, '4001', 'http://192.0.2.4:4002', [4003], null, { port: 4004 }), [
    '192.0.2.3:4000',
    '192.0.2.3:4001',
    '192.0.2.4:4002',
  ]);
  assert.equal(learned(...Array.from({ length: 33 }, (_, n) => 5000 + n)).length, 32);
});

test('a newcomer is told of all others, these of the newcomer alone, and nobody of nobody', () => {
  const { contacts, bob, exchange } = stage();
  const told = new Map<string, (string | null)[]>();
  const link = (contact: Contact): void => {
    const { id, name } = contact.record;
    const send = (message: Outgoing): void => {
      if (message.type === 'peers')
        told.set(
          name ?? '',
          message.peers.map((peer) => peer.name),
        );
    };
    contact.linked({ kind: 'node', link: { card: { id }, host: '192.0.2.9', send } } as unknown as Session);
    exchange.introduce(contact);
  };
  const meet = (id: NodeId, name: string): Contact => {
    const record = contacts.peers.met({ id, name, addresses: [] }, `192.0.2.1:${3000 + contacts.all.length}`, NOON);
    return contacts.of(record as PeerRecord);
  };
  link(bob);
  assert.equal(told.size, 0);
  link(meet(CHLOE, 'Chloé'));
  assert.deepEqual(
    [...told],
    [
      ['Bob', ['Chloé']],
      ['Chloé', ['Bob']],
    ],
  );
  told.clear();
  link(meet(idOf(1), 'David'));
  assert.deepEqual(Object.fromEntries(told), { Bob: ['David'], Chloé: ['David'], David: ['Bob', 'Chloé'] });
});
