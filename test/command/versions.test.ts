import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { io } from 'socket.io-client';
import { eventLine } from '../../main/command/print-event';
import { withSession } from '../../main/command/target';
import type { NodeEvent } from '../../main/net/events';
import type { Reply } from '../../main/net/server/client-server';
import { version } from '../../package.json';
import { ALICE } from '../store/fixtures';
import { byr } from '../support/byr-here';
import { card } from '../support/card';
import { addressOf, openNode } from '../support/nodes';
import { listenApart } from '../support/ports';
import { serve } from '../support/socket-io';

/** A command line and a node of different versions. */

/** A node of this version, which answers `status` alone. Returns its port. */
async function nodeOf(test: TestContext, theirs: string, status: unknown): Promise<string> {
  const http = createServer();
  const server = serve(4, http);
  test.after(() => void server.close());
  server.on('connection', (socket) => {
    socket.emit('hello', { ...card(ALICE), version: theirs });
    socket.on('status', (answer) => (answer as (reply: unknown) => void)({ ok: true, value: status }));
  });
  return String(await listenApart(http));
}

test('a request that a node does not know is refused at once, with what to update', async (context) => {
  const node = await openNode(context, { version: '0.7.0' });
  const socket = io(`http://${addressOf(node)}`, { path: '/byr', auth: { byr: { client: true } } });
  context.after(() => socket.disconnect());
  const ask = (event: string, ...args: unknown[]): Promise<unknown> =>
    socket.timeout(10_000).emitWithAck(event, ...args);
  const { ok, code, message } = (await ask('fromTheFuture', 'Ville')) as Extract<Reply, { ok: false }>;
  assert.deepEqual([ok, code], [false, 'older-node']);
  assert.match(message, /version 0\.7\.0 .*; install the newer one there/);
  assert.deepEqual(await ask('get', 'Ville'), null);
  assert.deepEqual(await ask('forgetPeers', []), { ok: true, value: 0 });
});

test('what a node of another version answers in another form is said to be that', async (context) => {
  const port = await nodeOf(context, '0.0.7', { name: 'Alice', addresses: [] });
  const { code, stderr } = await byr(['status', '--port', port]);
  assert.equal(code, 1);
  assert.match(stderr, /^byr: The node answers what this byr cannot read \(.*\)\. It is of version 0\.0\.7 /);
  assert.match(stderr, /update the older one\.\n$/);
});

test('a node that is silent at a request is said to be of another version, where it is', async (context) => {
  for (const theirs of ['0.0.7', version]) {
    const port = await nodeOf(context, theirs, null);
    const asked = withSession({ port }, async (session) => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const history = session.history('Ville');
      context.mock.timers.tick(25_000);
      context.mock.timers.reset();
      await history;
    });
    await assert.rejects(asked, ({ message }: Error) => {
      assert.match(message, /^The node did not answer in time\./);
      assert.equal(message.includes('update the older one'), theirs !== version);
      return true;
    });
  }
});

test('an event of a kind that only newer versions know is told by that name', () => {
  const event = { kind: 'teleported', at: 0, peer: null, key: null, count: 1, why: null, catchUp: null };
  assert.equal(eventLine(event as unknown as NodeEvent), '1970-01-01T00:00:00.000Z  teleported');
});
