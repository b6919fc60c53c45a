import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { CourseSocket } from '../../../main/net/wire/course-socket';
import { listenApart } from '../../support/ports';
import { connect, type SocketServer, serve } from '../../support/socket-io';
import { until } from '../../support/until';

/** What the clients of Socket.IO keep until an answer comes. */
function waiting(socket: CourseSocket): number {
  return Object.keys((socket.socket as unknown as { acks: object }).acks).length;
}

/** A course socket to a server that does what a test says. */
async function dialled(test: TestContext, generation: 2 | 4, course: (server: SocketServer) => void) {
  const http = createServer();
  const server = serve(generation, http);
  course(server);
  const client = connect(generation, `http://localhost:${await listenApart(http)}`);
  test.after(() => {
    client.disconnect();
    server.close();
  });
  await new Promise<void>((resolve) => client.on('connect', () => resolve()));
  return new CourseSocket(client);
}

describe('a course node that never calls back', { concurrency: true }, () => {
  for (const generation of [2, 4] as const) {
    test(`leaves nothing behind of what it was told or asked, by Socket.IO ${generation}`, async (context) => {
      let told = 0;
      const socket = await dialled(context, generation, (server) =>
        server.on('connection', (one) => {
          one.on('set', (...args) => {
            if (typeof args.at(-1) === 'function') told += 1;
          });
        }),
      );
      for (let n = 0; n < 1000; n++) socket.tell('set', 'k', n);
      await until('all to come, each with a callback', () => told === 1000);
      assert.equal(waiting(socket), 0);
      const call = socket.call('get', 'k');
      assert.equal(waiting(socket), 1);
      await assert.rejects(call, { code: 'closed' });
      assert.equal(waiting(socket), 0);
    });

    test(`is believed as soon as it is seen to hold a value, by Socket.IO ${generation}`, async (context) => {
      const values = new Map<unknown, unknown>();
      const socket = await dialled(context, generation, (server) =>
        server.on('connection', (one) => {
          one.on('set', (key, value) => void values.set(key, value));
          one.on('get', (key, callback) => (callback as (value: unknown) => void)(values.get(key)));
        }),
      );
      assert.equal(await socket.set('k', 'v'), null);
      assert.equal(waiting(socket), 1, 'it may answer still');
    });
  }
});

for (const generation of [2, 4] as const) {
  test(`of what it was told to set a course node is asked once an error, by Socket.IO ${generation}`, async (context) => {
    const values = new Map<unknown, unknown>();
    let looks = 0;
    const socket = await dialled(context, generation, (server) =>
      server.on('connection', (one) => {
        one.on('keys', (callback) => (callback as (...answer: unknown[]) => void)(null, []));
        one.on('get', (key, callback) => {
          looks += 1;
          (callback as (...answer: unknown[]) => void)(null, values.get(key));
        });
        one.on('set', (key, value, callback) => {
          const isNew = !values.has(key);
          if (isNew) values.set(key, value);
          (callback as (...answer: unknown[]) => void)(...(isNew ? [] : ['It is there already.']));
        });
      }),
    );
    await socket.call('keys');
    // So that no answer is late, however slow this machine is.
    const { setTimeout: real } = globalThis;
    context.mock.method(globalThis, 'setTimeout', (work: () => void, ms = 0) => real(work, 60 * ms));
    const asked: [string | undefined, number][] = [];
    for (const value of ['Lyon', 'Lyon', 'Nice']) asked.push([(await socket.set('Ville', value))?.message, looks]);
    assert.deepEqual(asked, [
      [undefined, 0],
      [undefined, 1],
      ['It is there already.', 2],
    ]);
  });
}

/** How a node calls back to `get`, by the key that it is asked for. */
const answers: Record<string, readonly unknown[]> = {
  alone: ['Lyon'],
  second: [null, 'Lyon'],
  missing: [undefined, undefined],
  failed: ['No such key.', undefined],
  broken: [{ code: 7 }, undefined],
  no: [false, 'Lyon'],
};

async function answering(test: TestContext): Promise<(key: string) => Promise<unknown>> {
  const socket = await dialled(test, 4, (server) =>
    server.on('connection', (one) => {
      one.on('get', (key, callback) => (callback as (...answer: unknown[]) => void)(...(answers[key as string] ?? [])));
    }),
  );
  return (key) => socket.call('get', key);
}

test('what a course node calls back is its value alone, or an error and then its value', async (context) => {
  const get = await answering(context);
  assert.equal(await get('alone'), 'Lyon', 'it may call back values alone');
  await assert.rejects(get('failed'), { code: 'bad-request', message: 'No such key.' });
  await assert.rejects(get('broken'), { code: 'bad-request', message: 'It answered with an error.' });
  assert.equal(await get('no'), false, 'true and false are no errors');
  assert.equal(await get('second'), 'Lyon');
  await assert.rejects(get('alone'), { code: 'bad-request', message: 'Lyon' }, 'it has called back error-first');
  assert.equal((await get('missing')) ?? null, null);
});
