import assert from 'node:assert/strict';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { PROTOCOL } from '../../../main/net/protocol';
import { BOB } from '../../store/fixtures';
import { card } from '../../support/card';
import { addressOf, openNode } from '../../support/nodes';

const readable = card(BOB);
for (const [what, byr, code] of [
  ['of a later version, whatever its card is like', { protocol: PROTOCOL + 1, node: BOB }, 'other-protocol'],
  ['with too long a name', { ...readable, name: 'x'.repeat(61) }, 'broken'],
  ['whose card lacks something', { ...readable, before: undefined }, 'broken'],
  ['without a card', null, 'broken'],
] as const) {
  test(`a node ${what}, is told so, and not taken for a course node`, async (context) => {
    const node = await openNode(context);
    const socket = io(`http://${addressOf(node)}`, { path: '/byr', auth: { byr }, reconnection: false });
    context.after(() => socket.disconnect());
    const said: unknown[] = [];
    socket.onAny((event, body) => said.push([event, body]));
    await new Promise((resolve) => socket.once('disconnect', resolve));
    assert.deepEqual(said[1], ['bye', { code }]);
    assert.equal((said[0] as [string, { id: string }])[1].id, node.id);
    assert.equal(said.length, 2);
    assert.deepEqual(node.status().peers, []);
    const { refused, last } = node.status().door;
    assert.deepEqual([refused, last?.code], [1, code === 'broken' ? 'bad-request' : 'newer-node']);
  });
}
