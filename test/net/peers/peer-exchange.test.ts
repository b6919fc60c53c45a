import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Contacts } from '../../../main/net/peers/contacts';
import { PeerExchange } from '../../../main/net/peers/peer-exchange';
import { MAX_ADDRESSES } from '../../../main/net/protocol';
import { timing } from '../../../main/net/soon';
import { Refused } from '../../../main/store/refusal';
import { ALICE, BOB, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

/** From when others say where a friend is until he is dialled. */
const SOON_MS = 500;
const strangers = new Refused('other-node', 'Another node answers there.');

function stage() {
  const contacts = new Contacts([]);
  const record = contacts.peers.met({ id: BOB, name: 'Bob', addresses: [] }, '192.0.2.1:3000', NOON);
  assert.ok(record !== null);
  const bob = contacts.of(record);
  let now = NOON;
  const exchange = new PeerExchange(
    { now: () => now, timing, card: () => card(ALICE), changed: () => {}, learned: () => {} },
    contacts,
  );
  return {
    bob,
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
