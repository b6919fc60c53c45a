import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { openSession } from '../../main/command/session';
import type { Reply } from '../../main/net/server/client-server';
import { ALICE } from '../store/fixtures';
import { card } from '../support/card';
import { listenApart } from '../support/ports';
import { serve } from '../support/socket-io';
import { until } from '../support/until';

type Answer = (reply: Reply) => void;

test('a node that tries the addresses of an invitation in turn is waited for as long as that takes', async (context) => {
  const http = createServer();
  const server = serve(4, http);
  context.after(() => void server.close());
  const answers: Record<string, Answer> = {};
  server.on('connection', (socket) => {
    socket.emit('hello', card(ALICE));
    for (const event of ['join', 'status']) {
      socket.on(event, (...args) => {
        answers[event] = args.at(-1) as Answer;
      });
    }
  });
  const session = await openSession({ host: 'localhost', port: await listenApart(http) }, '/byr', null);
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
