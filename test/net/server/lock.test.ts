import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as tlsConnect } from 'node:tls';
import { Events } from '../../../main/net/events';
import { SUITE } from '../../../main/net/secrets';
import { Door } from '../../../main/net/server/door';
import { Lock } from '../../../main/net/server/lock';
import { until } from '../../support/until';

/** More than may be half-open. */
const MANY = 300;

/** Some that dialled a server with a lock, which has not been handed their connections yet. */
async function dialled(context: TestContext, many: number) {
  const http = createServer((_, response) => void response.end('here'));
  const door = new Door(new Events(Date.now));
  const lock = new Lock(http, door, () => ({ network: null, owner: Buffer.alloc(32) }));
  // As the system hands them over where one turn of the event loop takes all that wait, as Electron 25's does.
  const waiting: Socket[] = [];
  const system = createNetServer({ allowHalfOpen: true }, (socket) => void waiting.push(socket));
  system.listen(0, '127.0.0.1');
  await once(system, 'listening');
  const { port } = system.address() as AddressInfo;
  const dials = Array.from({ length: many }, () => connect({ port, host: '127.0.0.1' }));
  context.after(() => {
    for (const socket of [...dials, ...waiting]) socket.destroy();
    system.close();
  });
  await until('all to be there', () => waiting.length === many);
  return { door, lock, dials, waiting, meet: () => waiting.forEach((socket) => void http.emit('connection', socket)) };
}

test('many that dialled a halted process, and come in all in one turn, are heard, those that are gone too', async (context) => {
  const { door, dials, meet } = await dialled(context, MANY);
  const said = dials.map((dial) => {
    dial.setEncoding('latin1');
    let text = '';
    dial.on('data', (part) => {
      text += part;
    });
    dial.end('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return () => text;
  });
  await until('all to have said it', () => dials.every((dial) => dial.writableFinished));
  meet();
  await until('all to be answered', () => said.every((text) => text().endsWith('here')));
  assert.deepEqual(door.status, { refused: 0, last: null });
});

test('who says nothing for 10 s loses the place, and the first in line who is still there has it', async (context) => {
  const { door, dials, waiting, meet } = await dialled(context, 258);
  meet();
  const [silent, gone, last] = [waiting[0], waiting[256], waiting[257]] as [Socket, Socket, Socket];
  assert.deepEqual([silent.timeout, gone.timeout, last.timeout], [10_000, undefined, undefined]);
  gone.destroy();
  await once(gone, 'close');
  // What Node does in time.
  silent.emit('timeout');
  await until('it to be hung up on', () => dials[0]?.closed === true);
  assert.equal(last.timeout, 10_000);
  assert.equal(door.status.refused, 0);
});

test('who leaves the line without a word is gone at once, and takes no place', async (context) => {
  const { door, dials, waiting, meet } = await dialled(context, 258);
  meet();
  const [silent, gone, last] = [waiting[0], waiting[256], waiting[257]] as [Socket, Socket, Socket];
  // Its end comes in while it waits, and is told only once.
  dials[256]?.end();
  await once(gone, 'close');
  silent.destroy();
  await once(silent, 'close');
  assert.equal(last.timeout, 10_000);
  assert.equal(door.status.refused, 0);
});

test('to hang up ends all: who was let in, who showed no key yet, and who waits in line', async (context) => {
  const { lock, dials, waiting, meet } = await dialled(context, MANY);
  meet();
  const [admitted] = dials as [Socket];
  admitted.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(admitted, 'data');
  lock.hangUp();
  assert.equal(waiting.filter((socket) => socket.destroyed).length, MANY - 1);
  await until('the one that was let in to be closed, too', () => admitted.closed, 3_000);
});

test('who was let in and has gone is kept no longer', async (context) => {
  const { lock, dials, waiting, meet } = await dialled(context, 1);
  meet();
  const [dial, admitted] = [dials[0], waiting[0]] as [Socket, Socket];
  dial.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(dial, 'data');
  dial.destroy();
  await once(admitted, 'close');
  const { mock } = context.mock.method(admitted, 'destroySoon');
  lock.hangUp();
  assert.equal(mock.callCount(), 0);
});

test('who shows a key that is the network’s no more once it is shown is not let in', async (context) => {
  const [old, owner] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  for (const network of [old, Buffer.alloc(32, 3)]) {
    const http = createServer((_, response) => void response.end('here'));
    let asked = 0;
    new Lock(http, new Door(new Events(Date.now)), () => ({ network: asked++ === 0 ? old : network, owner }));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    context.after(() => http.close());
    const { port } = http.address() as AddressInfo;
    const pskCallback = () => ({ psk: old, identity: 'byr-network-1' });
    const dial = tlsConnect({ port, host: '127.0.0.1', ...SUITE, pskCallback, checkServerIdentity: () => undefined });
    dial.on('error', () => {});
    let said = '';
    dial.setEncoding('latin1').on('data', (text) => {
      said += text;
    });
    dial.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await until('it to be hung up on', () => dial.closed);
    assert.equal(said.endsWith('here'), network === old);
  }
});

test('who calls at two addresses of a machine from one port leaves both places again', {
  skip: process.platform === 'linux' ? false : 'only Linux surely lets one port do so',
}, async (context) => {
  const http = createServer((_, response) => void response.end('here'));
  const door = new Door(new Events(Date.now));
  new Lock(http, door, () => ({ network: null, owner: Buffer.alloc(32) }));
  const met: Socket[] = [];
  http.on('connection', (socket) => void met.push(socket));
  http.listen(0, '0.0.0.0');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  context.after(() => {
    for (const socket of met) socket.destroy();
    http.close();
  });
  const call = async (host: string, localPort = 0): Promise<Socket> => {
    const socket = connect({ port, host, localAddress: '127.0.0.1', localPort });
    await once(socket, 'connect');
    return socket;
  };
  const first = await call('127.0.0.1');
  const second = await call('127.0.0.2', first.localPort);
  await until('both to be met', () => met.length === 2);
  for (const socket of [first, second]) socket.destroy();
  await until('both to be gone', () => met.every((socket) => socket.closed));
  met.splice(0);
  for (let n = 0; n < 256; n++) await call('127.0.0.1');
  await until('as many as ever to be heard', () => met.filter(({ timeout }) => timeout === 10_000).length === 256);
});

test('who resets a connection and calls again from its port before that is noticed leaves both places', async (context) => {
  const http = createServer((_, response) => void response.end('here'));
  const door = new Door(new Events(Date.now));
  new Lock(http, door, () => ({ network: null, owner: Buffer.alloc(32) }));
  const met: Socket[] = [];
  // Nothing is read before the lock does, as where the process has other work meanwhile.
  const system = createNetServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    // It is known from now on.
    assert.equal(socket.remoteAddress, '127.0.0.1');
    met.push(socket);
  });
  system.listen(0, '127.0.0.1');
  await once(system, 'listening');
  const { port } = system.address() as AddressInfo;
  context.after(() => {
    for (const socket of met) socket.destroy();
    system.close();
  });
  const call = async (localPort = 0): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1', localPort });
    await once(socket, 'connect');
    return socket;
  };
  const meet = (): void => {
    for (const socket of met) http.emit('connection', socket);
    for (const socket of met) socket.resume();
  };
  const first = await call();
  const { localPort } = first;
  await until('it to be there', () => met.length === 1);
  first.resetAndDestroy();
  await once(first, 'close');
  const second = await call(localPort);
  await until('both to be there', () => met.length === 2);
  meet();
  second.destroy();
  await until('both to be gone', () => met.every((socket) => socket.closed));
  met.splice(0);
  for (let n = 0; n < 256; n++) await call();
  await until('all to be there', () => met.length === 256);
  meet();
  assert.equal(met.filter(({ timeout }) => timeout === 10_000).length, 256);
});
