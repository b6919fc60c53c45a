import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { PROTOCOL } from '../../main/net/protocol';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';
import { serve } from '../support/socket-io';
import { wordsIn } from '../support/words-in';

const apps = appsOfThisFile();
const servers: Server[] = [];
let ada: AppWindow;

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
});

test.afterAll(() => {
  for (const server of servers) server.close();
});

for (const [typed, message] of [
  ['http://', 'That is not the address of a machine. Write a port (4000) or host:port (192.168.1.31:3000).'],
  ['300.1.1.1:4000', 'That is not the address of a machine. Write a port (4000) or host:port (192.168.1.31:3000).'],
  ['192.168.1.31', 'The port is missing. Write it behind the host, as in 192.168.1.31:3000.'],
  ['localhost:70000', 'A port is between 1 and 65535.'],
]) {
  test(`'${typed}' is told to be wrong while it is typed`, async () => {
    await ada.address.fill(String(typed));
    await expect(ada.peerError).toHaveText(String(message));
    await ada.address.fill('localhost:4000');
    await expect(ada.peerError).toHaveText('');
  });
}

test('Link with nothing typed leads to the field', async () => {
  const link = ada.page.getByTestId('peer-link-button');
  for (const nothing of ['', '  ']) {
    await ada.address.fill(nothing);
    await link.click();
    await expect(ada.address).toBeFocused();
    await expect(ada.peerError).toHaveText('');
  }
});

test('a port where nobody listens is told', async () => {
  await ada.dial(await portApart());
  const nobody = /^Nobody answers on that port\. Check the address, .* running, .* firewall/;
  await expect(ada.peerError).toHaveText(nobody);
  const told = await wordsIn(ada.peerError);
  await ada.address.press('Enter');
  await expect.poll(() => told.jsonValue()).toEqual(['', expect.stringMatching(nobody)]);
});

test('an address that servers print, and that is no machine’s, is told', async () => {
  await ada.dial('0.0.0.0:4000');
  await expect(ada.peerError).toContainText('That is not the address of a machine.');
});

test('dials of a name, at none of whose addresses anybody is, leave no sockets open', async () => {
  const open = (): Promise<number> =>
    ada.app.evaluate(() => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length);
  const before = await open();
  for (let dial = 0; dial < 5; dial++) {
    const { ok } = await ada.page.evaluate((port) => window.byr.addPeer(`localhost:${port}`), await portApart());
    expect(ok).toBe(false);
  }
  await expect.poll(open).toBeLessThanOrEqual(before);
});

test('a machine that does not exist is told', async () => {
  await ada.dial('no-such-machine.invalid:3000');
  await expect(ada.peerError).toHaveText('No machine has that name. Check it, or use the machine’s IP address.');
});

test('a web server is told not to be a node', async () => {
  const web = createHttpServer((_, response) => response.writeHead(200).end('<h1>Hello</h1>'));
  await ada.dial(await portOf(web));
  await expect(ada.peerError).toContainText('Something answers there, but it is not a node');
});

test('a program that does not speak HTTP is told not to be a node', async () => {
  const other = createServer((socket) => {
    // It hangs up in the middle of an answer, if it is hung up on.
    socket.on('error', () => socket.destroy());
    socket.end('SSH-2.0-OpenSSH_9.2\r\n');
  });
  await ada.dial(await portOf(other));
  await expect(ada.peerError).toContainText('Something answers there, but it is not a node');
});

test('the node itself is told, by its port and by its address', async () => {
  const { port, addresses } = await ada.status();
  for (const address of [String(port), ...addresses.map((own) => own.address)]) {
    await ada.dial(address);
    await expect(ada.peerError).toHaveText('That is this node itself. Give the address of another one.');
    await ada.address.fill('');
    await expect(ada.peerError).toHaveText('');
  }
});

test('a node of another rule is told, and shown with its rule', async () => {
  const once = await apps.launch({ args: ['--profile', 'once', '--name', 'Once', '--rule', 'first'] });
  await ada.dial(await once.port());
  await expect(ada.peerError).toHaveText('That node follows another rule, so the two cannot link.');
  await expect(ada.peer('Once')).toContainText('Other rule (first)');
  await expect(ada.sync).toHaveText('Alone: the peer has another rule');
  await expect(once.page.getByText('In this network a key can be set only once.')).toBeVisible();
  await once.kill();
  await ada.pick('More about Once', 'Remove');
  await expect(ada.peers).toHaveCount(0);
});

test('a node that is linked already is told, by whichever of its addresses', LONG, async () => {
  const bob = await apps.launch({ args: ['--name', 'Bob'] });
  const port = await bob.port();
  const { addresses } = await bob.status();
  await ada.dial(port);
  await expect(ada.sync).toHaveText('In sync with 1 of 1');
  await expect(ada.address).toHaveValue('');
  for (const address of [`http://localhost:${port}`, ...addresses.map((own) => own.address)]) {
    await ada.dial(address);
    await expect(ada.peerError).toHaveText('That node is linked already.');
  }
  await expect(ada.peers).toHaveCount(1);
});

test('a node of a newer version is told to be one, with which to install', async () => {
  const http = createHttpServer();
  const newer = serve(4, http);
  newer.on('connection', (socket) => void socket.emit('hello', { protocol: PROTOCOL + 1, version: '3.0.0' }));
  await ada.dial(await portOf(http));
  await expect(ada.peerError).toHaveText(
    'That node runs a newer version of the app. Install that one here, then the two can link.',
  );
  newer.close();
});
