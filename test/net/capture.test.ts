import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NetworkKey, networkKeyText, parseNetworkKey, stretch } from '../../main/net/network-key';
import { checkKey, textValue } from '../../main/store/text';
import { addressOf, keysOf, openNode, peerOf } from '../support/nodes';
import { TcpProxy } from '../support/proxy';
import { until } from '../support/until';

const networkKey = parseNetworkKey('une phrase que la classe connaît');

/** All that goes over a link, both ways, while two nodes meet and sync. */
async function captured(test: Parameters<typeof openNode>[0], key?: NetworkKey): Promise<Buffer> {
  const alice = await openNode(test, { name: 'Alice', networkKey: key });
  const bob = await openNode(test, { name: 'Bob', networkKey: key });
  const proxy = await TcpProxy.open(test, alice.port ?? 0);
  const bytes: Buffer[] = [];
  proxy.overhear((some) => bytes.push(some));
  await alice.put(checkKey('Prénom secret'), textValue('Mathilde'));
  await bob.peers.add(proxy.address);
  await bob.put(checkKey('Ville secrète'), textValue('Lyon-sur-Mer'));
  await until('both to be in sync', () => keysOf(alice).length === 2 && peerOf(bob, alice)?.state === 'in-sync');
  assert.ok(addressOf(alice) !== proxy.address && bytes.length > 0);
  return Buffer.concat(bytes);
}

const said = ['Prénom secret', 'Mathilde', 'Ville secrète', 'Lyon-sur-Mer', 'Alice', 'Bob', 'changes', 'websocket'];

test('who listens to a private link hears no network key, no key, no value and no name', async (context) => {
  const bytes = await captured(context, networkKey);
  const psk = await stretch(networkKey);
  for (const text of [...said, networkKey, networkKeyText(networkKey), psk.toString('hex'), psk.toString('base64')]) {
    assert.ok(!bytes.includes(text), `${text} was heard`);
  }
  assert.ok(!bytes.includes(psk));
});

test('who listens to an open link hears what it says: the test above listens well', async (context) => {
  const bytes = await captured(context);
  // WebSocket masks what the dialler says.
  for (const text of ['Prénom secret', 'Mathilde', 'Alice', 'changes'])
    assert.ok(bytes.includes(text), `${text} was not heard`);
});
