import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { LinkSocket } from '../../main/net/wire/socket-link';
import { BOB } from '../store/fixtures';
import { byr } from '../support/byr-here';
import { card } from '../support/card';
import { newFolder } from '../support/folder';
import { serve } from '../support/socket-io';

const KEY = 'K7QF-2M9X-0011-ABCD-EFGH';
const INVITATION = `byr:v=1/at=192.0.2.1:3000/id=0123456789abcdef/rule=latest/key=${KEY}`;

/** Listens where a node might, says that it is one of a private network, and grants everything. */
async function impostor(context: TestContext) {
  const http = createServer();
  const io = serve(4, http);
  const heard: string[] = [];
  io.on('connection', (connected) => {
    const socket = connected as LinkSocket;
    socket.emit('hello', card(BOB));
    socket.onAny((event, ...said) => {
      const answer = said.pop() as (reply: unknown) => void;
      heard.push(JSON.stringify([event, ...said]));
      answer({ ok: true, value: event === 'status' ? { private: true, keys: 0, peers: [] } : null });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  context.after(() => new Promise<void>((resolve) => io.close(resolve)));
  return { heard, port: String((http.address() as AddressInfo).port) };
}

test("byr tells no key to a program that answers in a node's place", async (context) => {
  const { heard, port } = await impostor(context);
  const home = await newFolder(context);
  for (const [args, input] of [
    [['network', 'join'], KEY],
    [['network', 'private'], ''],
    [['addPeer', '-', '--yes'], INVITATION],
  ] as const) {
    const { code, stderr } = await byr([...args, '--port', port], input, { BYR_HOME: home });
    assert.deepEqual(heard, []);
    assert.deepEqual([code, /on its own machine/.test(stderr)], [1, true], stderr);
  }
});
