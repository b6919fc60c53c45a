import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { type TestContext, test } from 'node:test';
import { networkAddresses } from '../../main/net/interfaces';
import { Neighbour, portOfOwn } from '../support/nearby';
import { until } from '../support/until';

/** Has the system refuse to say what networks there are. Returns how often it was asked. */
function refusing(context: TestContext): () => number {
  const { mock } = context.mock.method(os, 'networkInterfaces', () => {
    throw Object.assign(new Error('uv_interface_addresses'), { errno: 24 });
  });
  syncBuiltinESMExports();
  context.after(() => {
    mock.restore();
    syncBuiltinESMExports();
  });
  return () => mock.callCount();
}

test('a node whose system has no file left to say its networks with keeps to those that it said last', async (context) => {
  const before = networkAddresses(3000);
  const asked = refusing(context);
  const addresses = await until('the system to be asked', () => {
    const now = networkAddresses(3000);
    return asked() > 0 && now;
  });
  assert.deepEqual(addresses, before);
});

test('a node that announces itself goes on where the system does not say its networks', async (context) => {
  const asked = refusing(context);
  const { warnings } = new Neighbour(context, await portOfOwn());
  await until('the system to be asked', () => asked() > 0);
  assert.deepEqual(warnings, []);
});
