import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSession } from '../../main/command/session';
import type { Reply } from '../../main/net/server/client-server';
import type { Row } from '../../main/net/server/export-page';
import type { Socket } from '../../main/net/wire/socket-link';
import { ALICE } from '../store/fixtures';
import { byr, spawnByr } from '../support/byr';
import { card } from '../support/card';
import { newFolder } from '../support/folder';
import { listenApart } from '../support/ports';
import { serve } from '../support/socket-io';
import { until } from '../support/until';

type Answer = (reply: Reply) => void;

/** Serves what says hello as a node does, and hears requests as it is told. Returns its port. */
function nodeThat(context: TestContext, hears: (socket: Socket) => void): Promise<number> {
  const http = createServer();
  const server = serve(4, http);
  context.after(() => void server.close());
  server.on('connection', (socket) => {
    socket.emit('hello', card(ALICE));
    hears(socket);
  });
  return listenApart(http);
}

test('a node that tries the addresses of an invitation in turn is waited for as long as that takes', async (context) => {
  const answers: Record<string, Answer> = {};
  const port = await nodeThat(context, (socket) => {
    for (const event of ['join', 'status']) {
      socket.on(event, (...args) => {
        answers[event] = args.at(-1) as Answer;
      });
    }
  });
  const session = await openSession({ host: 'localhost', port }, '/byr', null);
  context.after(() => session.close());
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const joined = session.join('byr:');
  const told = assert.rejects(session.status(), { code: 'closed' });
  context.mock.timers.tick(25_000);
  context.mock.timers.reset();
  await told;
  const answer = await until('both to be asked', () => answers.status && answers.join);
  answer({ ok: true, value: null });
  await joined;
});

test('a command whose node goes away says so and ends, however long an answer would have been waited for', async (context) => {
  const port = await nodeThat(context, (socket) => {
    for (const event of ['link', 'import']) socket.on(event, () => socket.disconnect(true));
  });
  const gone = 'byr: The node closed the connection.';
  for (const [command, said, input] of [
    [['addPeer', 'localhost:9'], gone],
    [['import', '-', '--format', 'json'], `${gone} (0 of 1 key was set, and stay)`, '{"Ville":"Lyon"}'],
  ] as const) {
    let ran: Awaited<ReturnType<typeof byr>> | undefined;
    void byr([...command, '--port', String(port)], input).then((ended) => {
      ran = ended;
    });
    const { code, stderr } = await until('the command to end', () => ran);
    assert.deepEqual([code, stderr], [3, `${said}\n`]);
  }
});

test('an export that is told to stop leaves nothing behind, whoever tells it', {
  skip: process.platform === 'win32' && 'a signal ends a process there at once',
}, async (context) => {
  // It never answers.
  const port = await nodeThat(context, () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const folder = await newFolder(context);
    const { child, ended } = spawnByr(['export', join(folder, 'all.json'), '--port', String(port)]);
    await until('the file to be begun', async () => (await readdir(folder)).length > 0);
    child.kill(signal);
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr], [1, 'byr: Cancelled: the export is not whole.\n'], signal);
    assert.deepEqual(await readdir(folder), [], signal);
  }
});

test('of changes that nobody reads a bounded part waits for its reader, who is told how many were left out', {
  skip: process.platform === 'win32' && 'a full pipe there blocks who writes to it',
}, async (context) => {
  const changes = 100;
  const entry = { key: 'Ville', value: JSON.stringify('x'.repeat(400_000)), by: 'Alice', time: 0, stamp: '' };
  const port = await nodeThat(context, (socket) =>
    socket.on('watch', (...args) => {
      (args.at(-1) as Answer)({ ok: true, value: null });
      for (let n = 0; n < changes; n++) socket.emit('change', { entries: [entry], missed: 0 });
      socket.disconnect();
    }),
  );
  const { child, ended, stderr } = spawnByr(['watch', '--port', String(port)]);
  child.stdout?.pause();
  await until('all to have come', () => stderr().includes('The node is gone'));
  child.stdout?.resume();
  const { stdout, stderr: said } = await ended;
  const [, leftOut] = /^\(and (\d+) more changes\)$/m.exec(said) ?? [];
  assert.ok(Number(leftOut) > 0, said);
  assert.equal(stdout.split('\n').length - 1 + Number(leftOut), changes);
});

test('a node that fails to say how its peers are is not said to have none', async (context) => {
  const message = 'The node failed; its log says why.';
  const port = await nodeThat(context, (socket) => {
    socket.on('status', (...args) => (args.at(-1) as Answer)({ ok: false, code: 'disk', message }));
    socket.on('peers', (...args) => (args.at(-1) as (peers: string[]) => void)([]));
  });
  const ran = await byr(['peers', '--port', String(port)]);
  assert.deepEqual(ran, { code: 1, stdout: '', stderr: `byr: ${message}\n` });
});

test('what was sent to a node and answered is not kept: a file to import may be large', async (context) => {
  const port = await nodeThat(context, (socket) => {
    socket.on('import', (...args) => (args.at(-1) as Answer)({ ok: true, value: [] }));
  });
  const session = await openSession({ host: 'localhost', port }, '/byr', null);
  context.after(() => session.close());
  const send = async (): Promise<WeakRef<Row[]>> => {
    const rows: Row[] = [['Ville', '"Nantes"']];
    await session.importRows(rows);
    return new WeakRef(rows);
  };
  const sent = await send();
  await send();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await until('the first to be forgotten', async () => {
    await turn();
    collect();
    return sent.deref() === undefined;
  });
});
