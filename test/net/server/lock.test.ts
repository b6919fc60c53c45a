import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Events } from '../../../main/net/events';
import { Door } from '../../../main/net/server/door';
import { Lock } from '../../../main/net/server/lock';
import { until } from '../../support/until';

/** More than may be half-open. */
const MANY = 300;

test('many that dialled a halted process, and come in all in one turn, are heard, those that are gone too', async (context) => {
  const http = createServer((_, response) => void response.end('here'));
  const door = new Door(new Events(Date.now));
  new Lock(http, door, () => ({ network: null, owner: Buffer.alloc(32) }));
  // As the system hands them over where one turn of the event loop takes all that wait, as Electron 25's does.
  const waiting: Socket[] = [];
  const system = createNetServer({ allowHalfOpen: true }, (socket) => void waiting.push(socket));
  system.listen(0, '127.0.0.1');
  await once(system, 'listening');
  const { port } = system.address() as AddressInfo;
  const dials = Array.from({ length: MANY }, () => connect({ port, host: '127.0.0.1' }));
  context.after(() => {
    for (const socket of [...dials, ...waiting]) socket.destroy();
    system.close();
  });
  const said = dials.map((dial) => {
    dial.setEncoding('latin1');
    let text = '';
    dial.on('data', (part) => {
      text += part;
    });
    dial.end('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return () => text;
  });
  await until('all to wait', () => waiting.length === MANY && dials.every((dial) => dial.writableFinished));
  for (const socket of waiting) http.emit('connection', socket);
  await until('all to be answered', () => said.every((text) => text().endsWith('here')));
  assert.deepEqual(door.status, { refused: 0, last: null });
});
