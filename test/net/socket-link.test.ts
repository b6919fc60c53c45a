import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { type LinkSocket, SocketLink } from '../../main/net/socket-link';
import { ALICE, BOB } from '../store/fixtures';
import { card } from '../support/card';
import { type Ends, linkContract } from './link-contract';

const dial = { attempt: 1, seen: null };

async function open(test: TestContext): Promise<Ends> {
  const http = createServer();
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, resolve));
  const accepted = new Promise<LinkSocket>((resolve) =>
    server.on('connection', (socket) => resolve(socket as LinkSocket)),
  );
  const client = io(`http://localhost:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  test.after(() => {
    client.disconnect();
    server.close();
  });
  await new Promise<void>((resolve) => client.on('connect', resolve));
  const dialled = client as unknown as LinkSocket;
  const dialler = new SocketLink(dialled, card(BOB), true, dial, 'localhost');
  const acceptor = new SocketLink(await accepted, card(ALICE), false, dial, '127.0.0.1');
  const bad: [string, unknown][] = [
    ['name', { name: 7 }],
    ['changes', null],
    ['read', { since: -1, fingerprint: '' }],
    ['ping', undefined],
  ];
  let sent = 0;
  const sendBad = (): unknown => dialled.emit(...(bad[sent++ % bad.length] as [string, unknown]));
  return { dialler, acceptor, sendBad, breakOff: () => client.io.engine.close() };
}

linkContract('a link over Socket.IO', open);
