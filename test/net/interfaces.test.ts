import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { type TestContext, test } from 'node:test';
import { networkAddresses } from '../../main/net/interfaces';
import { Neighbour, portOfOwn } from '../support/nearby';
import { until } from '../support/until';

/** Has the system answer otherwise which networks there are. Returns how often it was asked. */
function answering(context: TestContext, answer: typeof os.networkInterfaces): () => number {
  const { mock } = context.mock.method(os, 'networkInterfaces', answer);
  syncBuiltinESMExports();
  context.after(() => {
    mock.restore();
    syncBuiltinESMExports();
  });
  return () => mock.callCount();
}

/** Has the system refuse to say it. */
function refusing(context: TestContext): () => number {
  return answering(context, () => {
    throw Object.assign(new Error('uv_interface_addresses'), { errno: 24 });
  });
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

test("a network of this machine's virtual machines alone comes after one that leads to classmates", async (context) => {
  const info = {
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac: '00:00:00:00:00:00',
    internal: false,
    cidr: null,
  } as const;
  const virtual = [
    'VMware Network Adapter VMnet8',
    'VirtualBox Host-Only Network',
    'vEthernet (WSL)',
    'vmnet1',
    'docker0',
  ];
  const names = [...virtual, 'Wi-Fi'];
  const there = Object.fromEntries(names.map((name, at) => [name, [{ ...info, address: `192.168.${at}.1` }]]));
  const asked = answering(context, () => there);
  const networks = await until('the system to be asked', () => {
    const now = networkAddresses(3000).map(({ network }) => network);
    return asked() > 0 && now;
  });
  assert.deepEqual(networks, ['Wi-Fi', ...virtual]);
});
