import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Contacts } from '../../../main/net/peers/contacts';
import { PeerExchange } from '../../../main/net/peers/peer-exchange';
import { timing } from '../../../main/net/soon';
import { Refused } from '../../../main/store/refusal';
import { ALICE, BOB, NOON } from '../../store/fixtures';
import { card } from '../../support/card';

const strangers = new Refused('other-node', 'Another node answers there.');

test('a friend at whose address a stranger answers is dialled at once where another peer says that he is', () => {
  const contacts = new Contacts([]);
  const record = contacts.peers.met({ id: BOB, name: 'Bob', addresses: [] }, '192.0.2.1:3000', NOON);
  assert.ok(record !== null);
  const bob = contacts.of(record);
  const exchange = new PeerExchange(
    { now: () => NOON, timing, card: () => card(ALICE), changed: () => {}, learned: () => {} },
    contacts,
  );
  const tell = (): void =>
    exchange.learn([{ id: BOB, name: 'Bob', addresses: ['192.0.2.2:3000'] }], { host: '192.0.2.3', name: 'Chloe' });
  const isDialled = (): boolean => contacts.due(NOON, () => 0.5).includes(bob);

  bob.failed(strangers, NOON, 1);
  assert.ok(!isDialled(), 'he waits');
  tell();
  assert.ok(isDialled());
  bob.failed(strangers, NOON, 1);
  tell();
  assert.ok(!isDialled(), 'what is known already hastens nothing');
});
