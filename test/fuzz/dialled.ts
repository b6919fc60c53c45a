import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { severalAtOnce } from '../../main/several';
import type { Prng } from '../sim/prng';
import { card } from '../support/card';
import { listenApart } from '../support/ports';
import { until } from '../support/until';
import { sound } from './conversations';
import type { OpenTarget } from './fuzz';
import { Mutator, write } from './mutate';
import { Victim } from './victim';
import { HOSTILE, native, POISON } from './vocabulary';

/** Servers that lie, each on a port of its own, and how often each is dialled under one seed. */
const SERVERS = 8;
const DIALS = 3;
const ENGINE = '0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}';

/** The node asks who is silent for 150 ms for its keys, and then for what it has. */
const HEARD_MS = 300;

/** What a lying server says to one dial. */
interface Script {
  /** To a request of HTTP. */
  readonly http: Buffer;
  /** To the request for a WebSocket; `null` where it behaves. */
  readonly upgrade: Buffer | null;
  /** At once: packets of Engine.IO. */
  readonly greeting: readonly (string | Buffer)[];
  /** To an event that asks for an acknowledgement: what the callback is to get, as JSON. */
  readonly answers: Readonly<Record<string, string>>;
  /** Once it was asked for something, or greeted: bytes that go beneath the WebSocket's frames. */
  readonly last: Buffer | null;
}

function script(prng: Prng): Script {
  const mutator = new Mutator(prng);
  const perhaps = (value: unknown): string => write(prng.chance(0.7) ? mutator.value(value) : value);
  const packet = (text: string): string => (prng.chance(0.15) ? mutator.text(text) : text);
  const own = { ...card(HOSTILE, 'epoch'), port: 9, addresses: ['localhost:9'], entries: 3 };
  const hello = `42["hello",${prng.chance(0.5) ? write(own) : perhaps(own)}]`;
  const events = Array.from({ length: prng.whole(0, 6) }, () => {
    if (prng.chance(0.3)) return sound(prng);
    return `42${write(prng.chance(0.3) ? native.spoiled(prng) : mutator.value(native.right(prng)))}`;
  });
  const greeting = prng.pick([
    ['40{"sid":"y"}', hello, ...events],
    ['40{"sid":"y"}', hello, ...events],
    ['40{"sid":"y"}'],
    ['40'],
    ['40', ...events],
    ['44{"message":"no"}'],
    [sound(prng), ...events],
  ]);
  const told: unknown[] = prng.chance(0.5) ? ['fuzz 1', 'fuzz 2', 'fuzz 3'] : [POISON];
  return {
    http: mutator.bytes(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${ENGINE.length}\r\n\r\n${ENGINE}`)),
    upgrade: prng.chance(0.1) ? mutator.bytes(Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n')) : null,
    greeting: [packet(ENGINE), ...greeting.map(packet)],
    answers: {
      keys: perhaps(told),
      get: told[0] === POISON ? prng.pick(['"\\ud800"', 'null', '['.repeat(501) + ']'.repeat(501)]) : perhaps('Lyon'),
      set: perhaps(true),
      peers: perhaps(['9', 'localhost:9']),
      auth: perhaps(true),
    },
    last: prng.chance(0.2) ? mutator.random(1, 30) : null,
  };
}

interface Liar {
  readonly port: number;
  /** What it says from now on. */
  say(script: Script): void;
  gone(): Promise<unknown>;
  /** Takes no more connections. */
  close(): void;
}

async function liar(test: TestContext): Promise<Liar> {
  const stage = { script: null as unknown as Script };
  const server = createServer((request) => request.socket.end(stage.script.http));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: TcpSocket, head: Buffer) => {
    socket.on('error', () => {});
    const { script } = stage;
    if (script.upgrade === null) sockets.handleUpgrade(request, socket, head, (ws) => play(script, request, ws));
    else socket.end(script.upgrade);
  });
  server.on('connection', (socket) => socket.on('error', () => {}));
  test.after(() => {
    server.close();
    server.closeAllConnections();
    for (const ws of sockets.clients) ws.terminate();
  });
  const port = await listenApart(server);
  const gone = (): Promise<unknown> => until('the node to have hung up', () => sockets.clients.size === 0);
  return { port, say: (script) => void Object.assign(stage, { script }), gone, close: () => void server.close() };
}

function play({ greeting, answers, last }: Script, { url, socket }: IncomingMessage, ws: WebSocket): void {
  ws.on('error', () => {});
  // A client of Socket.IO 4 hangs up as soon as it sees that this is Socket.IO 2.
  const isTwo = greeting[1] === '40' && url?.includes('EIO=4');
  for (const packet of isTwo ? greeting.slice(0, 2) : greeting) ws.send(packet);
  ws.on('message', (data) => {
    const [, id, event = ''] = /^42(\d*)\["(\w+)"/.exec(String(data)) ?? [];
    if (id) ws.send(`43${id}[${answers[event] ?? 'null'}]`);
  });
  setTimeout(() => {
    if (last !== null) socket.write(last);
    ws.terminate();
  }, HEARD_MS);
}

/** A node that is sent to servers that lie, and must not believe them. */
export const dialled: OpenTarget = async (test) => {
  const liars = await Promise.all(Array.from({ length: SERVERS }, () => liar(test)));
  const victim = await Victim.start(
    test,
    liars.map(({ port }) => port),
  );
  const answers = { taken: 0, refused: 0 };
  return {
    play: async (prng) => {
      const scripts = liars.map(() => Array.from({ length: DIALS }, () => script(prng)));
      await severalAtOnce(liars.entries(), SERVERS, async ([at, liar]) => {
        for (const next of scripts[at] ?? []) {
          liar.say(next);
          await victim.node.client.link(`localhost:${liar.port}`).then(
            () => answers.taken++,
            () => answers.refused++,
          );
          await liar.gone();
        }
      });
      await victim.check();
      return SERVERS * DIALS;
    },
    end: async () => {
      assert.ok(answers.taken > 0 && answers.refused > 0, `Of the links ${JSON.stringify(answers)}`);
      // Who answered once is dialled again and again.
      for (const liar of liars) liar.close();
      await victim.checkHeld();
      await victim.checkDisk();
    },
  };
};
