import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { listenApart } from './ports';
import { TcpProxy } from './proxy';
import { until } from './until';

/** One end of a connection, and all that it was sent. */
export interface End {
  readonly socket: Socket;
  said: string;
  state: 'open' | 'ended' | 'reset';
}

export function end(socket: Socket): End {
  const seen: End = { socket, said: '', state: 'open' };
  socket.setEncoding('utf8').on('data', (text) => {
    seen.said += text;
  });
  socket.on('end', () => {
    seen.state = 'ended';
  });
  socket.on('error', () => {
    seen.state = 'reset';
  });
  return seen;
}

interface Stage {
  readonly proxy: TcpProxy;
  /** Connects through the proxy. */
  meet(): Promise<{ dialler: End; node: End }>;
}

/** A proxy before a server that does nothing by itself. */
export async function stage(test: TestContext): Promise<Stage> {
  const server = createServer({ allowHalfOpen: true });
  const proxy = await TcpProxy.open(test, await listenApart(server));
  test.after(() => server.close());
  return {
    proxy,
    meet: async () => {
      const accepted = once(server, 'connection');
      const dialler = end(connect({ host: 'localhost', port: proxy.port, allowHalfOpen: true }));
      const [socket] = await accepted;
      return { dialler, node: end(socket as Socket) };
    },
  };
}

export async function hears(who: string, heard: End, what: string): Promise<void> {
  await until(`${who} to hear ${what.slice(0, 20)}`, () => {
    assert.ok(what.startsWith(heard.said), `${who} heard ${heard.said}`);
    return heard.said === what;
  });
}
