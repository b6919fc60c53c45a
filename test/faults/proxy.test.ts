import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hears, stage } from '../support/ends';
import { until } from '../support/until';

test('a proxy passes on bytes and their end, each way', async (context) => {
  const { meet } = await stage(context);
  const { dialler, node } = await meet();
  dialler.socket.end('hello');
  await hears('the node', node, 'hello');
  await until('the end to arrive', () => node.state === 'ended');
  node.socket.end('bye');
  await hears('the dialler', dialler, 'bye');
  await until('the end to come back', () => dialler.state === 'ended');
});

test('what is delayed comes later, in order', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.delay(100, 'to-node');
  const began = performance.now();
  dialler.socket.write('a');
  await until('the first to be on its way', () => dialler.socket.bytesWritten === 1);
  dialler.socket.write('b');
  node.socket.write('at once');
  await hears('the dialler', dialler, 'at once');
  await hears('the node', node, 'ab');
  assert.ok(performance.now() - began >= 100);
});

test('what is throttled comes slowly, and at once when that is over', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  const text = 'x'.repeat(200_000);
  proxy.throttle(2_000);
  const began = performance.now();
  dialler.socket.write(text);
  await until('a little to arrive', () => node.said.length > 300);
  assert.ok(performance.now() - began >= 100);
  assert.ok(node.said.length < text.length);
  await proxy.heal();
  await hears('the node', node, text);
});

test('what is held comes when it is let go', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.throttle(0, 'to-node');
  dialler.socket.write('held');
  node.socket.write('free');
  await hears('the dialler', dialler, 'free');
  assert.equal(node.said, '');
  await proxy.heal();
  await hears('the node', node, 'held');
});

test('injected bytes arrive as if they had been sent', async (context) => {
  const { proxy, meet } = await stage(context);
  const { dialler, node } = await meet();
  proxy.inject(Buffer.from('rubbish'), 'to-node');
  await hears('the node', node, 'rubbish');
  assert.equal(dialler.said, '');
});
