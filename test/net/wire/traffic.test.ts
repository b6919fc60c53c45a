import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Socket } from '../../../main/net/wire/socket-link';
import { trafficOf } from '../../../main/net/wire/traffic';
import { checkKey, textValue } from '../../../main/store/text';
import { CourseNode } from '../../support/course-node';
import { addressOf, aliceAndBob, inSync, openNode, peerOf } from '../../support/nodes';
import { ask, connect, type Generation, generations, serve } from '../../support/socket-io';
import { until } from '../../support/until';

const PLAIN = 'plain';
const TWO_BYTES_EACH = 'é'.repeat(1000);

async function ends(test: TestContext, generation: Generation): Promise<{ server: Socket; client: Socket }> {
  const http = createServer();
  const sockets = serve(generation, http);
  await new Promise<void>((resolve) => http.listen(0, resolve));
  const accepted = new Promise<Socket>((resolve) => sockets.on('connection', resolve));
  const client = connect(generation, `http://localhost:${(http.address() as AddressInfo).port}`);
  test.after(() => {
    client.disconnect();
    sockets.close();
  });
  const server = await accepted;
  server.on('echo', (text, callback) => (callback as (text: unknown) => void)(text));
  await ask(client, 'echo', 'until the connection is up').catch(() => {});
  return { server, client };
}

for (const generation of generations) {
  test(`what one end counts out, the other counts in, to the byte, by Socket.IO ${generation}`, async (context) => {
    const { server, client } = await ends(context, generation);
    const [own, other] = [trafficOf(client), trafficOf(server)];
    for (const text of [PLAIN, TWO_BYTES_EACH]) assert.deepEqual(await ask(client, 'echo', text), [text]);
    const { messagesIn, messagesOut, bytesIn, bytesOut } = own.count();
    assert.deepEqual([messagesIn, messagesOut], [2, 2]);
    assert.deepEqual(other.count(), {
      ...{ messagesIn: messagesOut, messagesOut: messagesIn },
      ...{ bytesIn: bytesOut, bytesOut: bytesIn },
    });
    const frame = (text: string): number => Buffer.byteLength(JSON.stringify(['echo', text]));
    // Before it, the packet's type and the number of the call that awaits an answer: two digits or three.
    const more = bytesOut - frame(PLAIN) - frame(TWO_BYTES_EACH);
    assert.ok(more >= 4 && more <= 6, `${more} bytes more than the events`);
  });
}

test('bytes that are no text count as they are', async (context) => {
  const { server, client } = await ends(context, 4);
  const [own, other] = [trafficOf(client), trafficOf(server)];
  await ask(client, 'echo', Buffer.alloc(10_000));
  assert.deepEqual([own.count().messagesOut, other.count().messagesIn], [2, 2]);
  assert.ok(own.count().bytesOut > 10_000 && own.count().bytesOut < 10_100);
  assert.equal(other.count().bytesIn, own.count().bytesOut);
});

test('a link tells what went over it, the peer’s fingerprint and since when it is up; both ends agree', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  const before = Date.now();
  await alice.put(checkKey('long'), textValue(TWO_BYTES_EACH));
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await until('both to count the same', () => {
    const [own, other] = [peerOf(alice, bob)?.traffic, peerOf(bob, alice)?.traffic];
    return own && other && own.bytesOut === other.bytesIn && own.messagesIn === other.messagesOut;
  });
  assert.ok((peerOf(alice, bob)?.traffic?.bytesOut ?? 0) > 2000);
  for (const [node, peer] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    const seen = peerOf(node, peer);
    assert.equal(seen?.fingerprint, node.status().fingerprint);
    assert.ok((seen?.linkedSince ?? 0) >= before && (seen?.linkedSince ?? 0) <= Date.now());
  }
});

for (const generation of [2, 4] as const) {
  test(`what goes to a course node on Socket.IO ${generation} is counted`, async (context) => {
    const node = await openNode(context);
    const course = await CourseNode.open(context, { generation, values: { colour: 'red' } });
    await node.peers.add(course.address);
    await node.put(checkKey('long'), textValue(TWO_BYTES_EACH));
    await until('the value to be there', () => 'long' in course.values);
    const messagesIn = (): number => node.status().peers[0]?.traffic?.messagesIn ?? 0;
    await until('the answers to keys, get and peers', () => messagesIn() >= 3);
    const [peer] = node.status().peers;
    assert.ok((peer?.traffic?.bytesOut ?? 0) > 2000);
    assert.equal(peer?.fingerprint, null);
    assert.notEqual(peer?.linkedSince, null);
  });
}

test('why a link was lost stays told when it is back', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  assert.equal(peerOf(alice, bob)?.lastError, null);
  alice.peers.remove(bob.id);
  await until('Bob to be told', () => peerOf(bob, alice)?.lastError?.code === 'peer-refused');
  assert.deepEqual([peerOf(bob, alice)?.traffic, peerOf(bob, alice)?.linkedSince], [null, null]);
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  const { code, message, at } = peerOf(bob, alice)?.lastError ?? {};
  assert.deepEqual([code, message], ['peer-refused', 'The other node removed this one; its user can add it again.']);
  assert.ok(Math.abs(Date.now() - (at ?? 0)) < 60_000);
});
