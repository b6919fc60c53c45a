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

const info = { netmask: '', mac: '00:00:00:00:00:00', internal: false, cidr: null } as const;
const ofVersion4 = (address: string) => ({ ...info, family: 'IPv4', address }) as const;
const ofVersion6 = (address: string) => ({ ...info, family: 'IPv6', address, scopeid: 0 }) as const;

/** What a node says of itself where the system has these networks. */
async function addressesWhere(context: TestContext, there: ReturnType<typeof os.networkInterfaces>) {
  const asked = answering(context, () => there);
  return until('the system to be asked', () => {
    const now = networkAddresses(3000);
    return asked() > 0 ? now : null;
  });
}

test("a network of this machine's virtual machines alone comes after one that leads to classmates", async (context) => {
  const virtual = [
    'VMware Network Adapter VMnet8',
    'VirtualBox Host-Only Network',
    'vEthernet (WSL)',
    'vmnet1',
    'docker0',
  ];
  const names = [...virtual, 'Wi-Fi'];
  const there = Object.fromEntries(names.map((name, at) => [name, [ofVersion4(`192.168.${at}.1`)]]));
  const networks = (await addressesWhere(context, there)).map(({ network }) => network);
  assert.deepEqual(networks, ['Wi-Fi', ...virtual]);
});

test('a machine on a network of IPv6 alone says where it is there', async (context) => {
  const wifi = [ofVersion4('169.254.3.4'), ofVersion6('fe80::1'), ofVersion6('2001:db8::17')];
  const addresses = await addressesWhere(context, { docker0: [ofVersion4('172.17.0.1')], 'Wi-Fi': wifi });
  assert.deepEqual(addresses, [
    { network: 'Wi-Fi', address: '[2001:db8::17]:3000' },
    { network: 'docker0', address: '172.17.0.1:3000' },
  ]);
});

test('a machine that has IPv4 too says that alone', async (context) => {
  const wifi = [ofVersion6('2001:db8::17'), ofVersion4('192.168.1.23')];
  const addresses = await addressesWhere(context, { 'Wi-Fi': wifi });
  assert.deepEqual(addresses, [{ network: 'Wi-Fi', address: '192.168.1.23:3000' }]);
});
