import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyLost } from '../../main/net/peers/admission';
import type { End } from '../../main/net/wire/link';
import { intrude } from '../support/intruder';
import { openNode } from '../support/nodes';
import { until } from '../support/until';

const FORGIVEN = 10;

test('a peer that sends what is no message is left, and its last error says so', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const link = await intrude(context, alice);
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
