import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_KNOWN, type PeerRecord, Peers } from '../../../main/net/peers/peers';
import { idOf } from '../../support/nearby';

const NOW = 1_700_000_000_000;

/** Meets a node. @param n its id, and the later the larger */
function meet(peers: Peers, n: number, address: string): PeerRecord | null {
  return peers.met({ id: idOf(n), name: `Node ${n}`, addresses: [address] }, null, NOW + n);
}

test('a machine that dials under ever other ids pushes out its own, and nobody else', () => {
  const peers = new Peers();
  const friends = [1, 2, 3].map((n) => meet(peers, n, `10.0.0.${n}:3000`));
  const wanted = peers.add('10.0.0.4:3000', null);
  for (let n = 10; n < 10 + 2 * MAX_KNOWN; n++) assert.ok(meet(peers, n, '10.0.0.9:4000'));
  assert.equal(peers.all.length, MAX_KNOWN);
  for (const friend of [...friends, wanted]) assert.ok(friend && peers.all.includes(friend));
  assert.ok(peers.byId(idOf(9 + 2 * MAX_KNOWN)));
});

test('who was told of and never met goes first, then who was seen longest ago, and never who is linked or was removed', () => {
  const peers = new Peers();
  for (let n = 1; n < MAX_KNOWN; n++) meet(peers, n, `10.0.${n}.1:3000`);
  peers.learn({ id: idOf(1000), name: null, addresses: ['10.1.0.1:3000'] }, 'a friend');
  const [linked, removed] = [peers.byId(idOf(1)), peers.byId(idOf(2))];
  assert.ok(linked && removed);
  peers.isLinked = (record) => record === linked;
  removed.removed = true;
  const gone = (): number[] => [1, 2, 3, 4, 1000].filter((n) => peers.byId(idOf(n)) === undefined);
  meet(peers, 2001, '10.2.0.1:3000');
  assert.deepEqual(gone(), [1000]);
  meet(peers, 2002, '10.2.0.2:3000');
  assert.deepEqual(gone(), [3, 1000]);
  for (const record of peers.all) record.removed ||= record !== linked;
  meet(peers, 2003, '10.2.0.3:3000');
  assert.deepEqual(gone(), [2, 3, 1000]);
});
