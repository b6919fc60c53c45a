import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ProfileKeys } from '../../main/disk/profile-keys';
import { NodeServer, PortTaken } from '../../main/net/server/server';
import { Listening } from '../../main/node/listening';
import { CourseNode } from '../support/course-node';
import { newFolder } from '../support/folder';
import { addressOf, inSync, openNode, peerOf } from '../support/nodes';
import { listenApart } from '../support/ports';
import { silent } from '../support/silent';
import { until } from '../support/until';

test('who asked for a port that the system keeps is told to choose another, whichever it was', () => {
  const [low, high] = [new PortTaken(80, 'EACCES'), new PortTaken(5000, 'EACCES')];
  assert.equal(low.message, 'The system does not allow port 80; choose another above 1023 with --port.');
  assert.equal(high.message, 'The system does not allow port 5000; choose another above 1023 with --port.');
});

// The clock is the test's here: before any node, of whose sockets a real timer would never be cleared by it.
test('whoever ends while the port is taken tries it no more', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let tries = 0;
  const listen = async (): Promise<number> => {
    tries += 1;
    throw new PortTaken(3000, 'EADDRINUSE');
  };
  const listening = new Listening({ logger: silent, listen, opened() {} });
  await listening.start();
  context.mock.timers.tick(60_000);
  await turn();
  context.mock.timers.tick(60_000);
  assert.equal(tries, 3);
  // While the third is under way.
  listening.stop();
  await turn();
  context.mock.timers.tick(60_000);
  assert.equal(tries, 3);
});

test('a port that is had while its node closes brings nothing up again', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const had: (() => void)[] = [];
  const opened = context.mock.fn();
  const listen = (): Promise<number> =>
    had.length === 0
      ? Promise.reject(new PortTaken(3000, 'EADDRINUSE'))
      : new Promise((resolve) => had.push(() => resolve(3000)));
  const listening = new Listening({ logger: silent, listen, opened });
  await listening.start();
  had.push(() => {});
  context.mock.timers.tick(60_000);
  listening.stop();
  for (const go of had) go();
  await turn();
  assert.equal(opened.mock.callCount(), 0);
});

test('a node that gets its port says so, also where its profile does not take what lets its own user in', async (context) => {
  const occupant = createServer();
  const port = await listenApart(occupant);
  const folder = await newFolder(context);
  await mkdir(join(folder, 'holder.json'));
  const node = await openNode(context, { ports: [port], keys: new ProfileKeys(folder, null) });
  occupant.close();
  await until('the node to listen', () => node.port === port);
  assert.equal(node.listenProblem, null);
});

test('a course node is told where a node listens that could not at first', async (context) => {
  const occupant = createServer();
  const port = await listenApart(occupant);
  const node = await openNode(context, { ports: [port] });
  const course = await CourseNode.open(context);
  await node.peers.add(course.port);
  occupant.close();
  await until('the course node to be told', () => course.told.length > 0);
  assert.deepEqual(course.told, [port]);
});

test('a node that is closed while it tries a port leaves that free', async (context) => {
  const occupant = createServer();
  const port = await listenApart(occupant);
  const node = await openNode(context, { ports: [port] });
  occupant.close();
  await once(occupant, 'close');
  const { listen } = NodeServer.prototype;
  let tried: Promise<number> | undefined;
  await new Promise<void>((resolve) => {
    context.mock.method(NodeServer.prototype, 'listen', function (this: NodeServer, ports: readonly number[]) {
      tried = listen.call(this, ports);
      queueMicrotask(resolve);
      return tried;
    });
  });
  await Promise.all([tried, node.close()]);
  await once(occupant.listen(port), 'listening');
  occupant.close();
});

test('a node whose port is taken works without, and listens there once it is free', async (context) => {
  const occupant = createServer();
  const port = await listenApart(occupant);
  context.after(() => occupant.close());
  const logged: string[] = [];
  const logger = {
    debug() {},
    info: (line: string) => logged.push(line),
    warn: (line: string) => logged.push(line),
    error() {},
  };
  const alice = await openNode(context, { name: 'Alice', ports: [port], logger });
  const bob = await openNode(context, { name: 'Bob' });
  assert.deepEqual([alice.port, alice.listenProblem?.code], [null, 'EADDRINUSE']);
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  assert.equal(peerOf(bob, alice)?.address, '');

  occupant.close();
  await once(occupant, 'close');
  await until('Alice to listen', () => alice.port === port);
  assert.equal(alice.listenProblem, null);
  assert.equal(
    logged.filter((line) => line.includes(String(port))).length,
    2,
    'told once when it is taken, once when free',
  );
  await until('Bob to be told', () => peerOf(bob, alice)?.address.endsWith(`:${port}`));
  const chloe = await openNode(context, { name: 'Chloé' });
  await chloe.peers.add(addressOf(alice));
  await inSync(alice, bob, chloe);
});
