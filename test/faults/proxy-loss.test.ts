import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { end, hears, stage } from '../support/ends';
import { until } from '../support/until';

test('a black hole swallows for good; connections made after it are sound', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.blackhole('to-node');
  dialler.socket.write('lost');
  node.socket.write('seen');
  await hears('the dialler', dialler, 'seen');
  await proxy.heal();
  dialler.socket.write('lost as well');
  const next = await meet();
  next.dialler.socket.write('here');
  await hears('the node', next.node, 'here');
  assert.deepEqual([node.said, node.state], ['', 'open']);
});

test('a black hole takes connections, and tells nobody that an end is gone', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.blackhole();
  const late = end(connect({ host: 'localhost', port: proxy.port }));
  await once(late.socket, 'connect');
  dialler.socket.resetAndDestroy();
  await until('the proxy to see the reset', () => proxy.connections.some(({ sockets }) => sockets[0]?.destroyed));
  assert.deepEqual([node.state, late.state], ['open', 'open']);
  late.socket.destroy();
});

test('a cut resets both ends', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.cut();
  await until('both to be reset', () => dialler.state === 'reset' && node.state === 'reset');
  await until('the proxy to forget the connection', () => proxy.connections.length === 0);
});

test('a reset of one end resets the other', async (context) => {
  const { meet } = await stage(context);
  const { dialler, node } = await meet();
  dialler.socket.resetAndDestroy();
  await until('the node to be reset', () => node.state === 'reset');
});

test('who is refused finds nobody there, until all is well again at the same port', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.refuse();
  const [error] = await once(connect({ host: 'localhost', port: proxy.port }), 'error');
  assert.match(String(error.code ?? error.errors), /ECONNREFUSED/);
  dialler.socket.write('still linked');
  await hears('the node', node, 'still linked');
  await proxy.heal();
  await meet();
});

test('a direction that is half-closed ends alone', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.halfClose('to-dialler');
  await until('the dialler to be told', () => dialler.state === 'ended');
  dialler.socket.write('do you hear me?');
  await hears('the node', node, 'do you hear me?');
  assert.equal(node.state, 'open');
});
