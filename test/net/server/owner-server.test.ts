import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNetworkKey } from '../../../main/net/network-key';
import { addressOf, openNode } from '../../support/nodes';
import { ask, connect } from '../../support/socket-io';

test('who did not show the owner’s key neither reads the network key nor sets it', async (context) => {
  const node = await openNode(context);
  const friend = await openNode(context, { networkKey: parseNetworkKey('une phrase que la classe connaît') });
  const socket = connect(4, `http://${addressOf(node)}`, { byr: { client: true } });
  context.after(() => socket.disconnect());
  const refusals = [
    await ask(socket, 'networkKey'),
    await ask(socket, 'takeKey', friend.peers.invite(null)),
    await ask(socket, 'setNetworkKey', 'K7QF-2M9X-0011-ABCD-EFGH'),
  ];
  for (const [reply] of refusals) {
    const { ok, message } = reply as { ok: boolean; message: string };
    assert.equal(ok, false);
    assert.match(message, /Only its own user/);
  }
  assert.equal(node.status().private, false);
});
