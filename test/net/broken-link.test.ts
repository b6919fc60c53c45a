import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../../main/net/address';
import { whyLost } from '../../main/net/admission';
import { dial } from '../../main/net/client';
import type { End } from '../../main/net/link';
import { SocketLink } from '../../main/net/socket-link';
import { BOB } from '../store/fixtures';
import { card } from '../support/card';
import { addressOf, openNode } from '../support/nodes';
import { until } from '../support/until';

const FORGIVEN = 10;

/** A link to a node, of one that keeps to nothing. */
async function dialled(address: string): Promise<SocketLink> {
  const found = await dial(parseAddress(address), {
    path: '/byr',
    card: card(BOB),
    expected: null,
    dial: { attempt: 1, seen: null },
  });
  assert.ok(found.kind === 'node' && found.link instanceof SocketLink);
  return found.link;
}

test('a peer that sends what is no message is left, and its last error says so', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const link = await dialled(addressOf(alice));
  context.after(() => link.close('closing'));
  const ends: (End | null)[] = [];
  link.listen({ message: () => {}, closed: (end) => ends.push(end) });
  link.send({ type: 'name', name: 'Bob' });
  for (let i = 0; i <= FORGIVEN; i++) link.socket.emit('name', { name: 7 });
  const error = await until('the link to be closed', () => alice.status().peers[0]?.lastError);
  assert.deepEqual([error.code, error.message], ['bad-request', 'It sent what the protocol does not allow.']);
  await until('the other side to be told', () => ends.length > 0);
  assert.deepEqual(ends, [{ byPeer: true, farewell: 'broken' }]);
  const down = alice.events.recent(10).find(({ kind }) => kind === 'link-down');
  assert.equal(down?.why?.code, 'bad-request');
});

test('the end of a link is told in words, whoever closed it', () => {
  assert.equal(whyLost(null).message, 'The connection was lost.');
  const here = whyLost({ byPeer: false, farewell: 'stalled' });
  const there = whyLost({ byPeer: true, farewell: 'stalled' });
  assert.deepEqual(
    [here.message, there.message],
    ['It did not answer in time.', 'The other node got no answer in time.'],
  );
  assert.equal(whyLost({ byPeer: true, farewell: 'broken' }).code, 'peer-refused');
  assert.equal(whyLost({ byPeer: true, farewell: 'closing' }).message, 'The other node was closed.');
});
