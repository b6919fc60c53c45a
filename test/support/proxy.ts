import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { type Condition, Lane, reset, sound } from './lane';
import { listen, listenApart } from './ports';
import { connectThrough } from './wall';

/** Which way bytes go: to the node that the proxy stands before, or to who dialled it. */
export type Direction = 'to-node' | 'to-dialler';

interface Connection {
  readonly sockets: readonly Socket[];
  /** None where the network was out when it came. */
  readonly lanes: Partial<Record<Direction, Lane>>;
}

/**
 * The network before a node: whoever connects to its port is connected to the node's, and fares as the test says. Every
 * fault is for both directions, unless one is named.
 */
export class TcpProxy {
  port = 0;
  readonly #conditions: Record<Direction, Condition> = { 'to-node': { ...sound }, 'to-dialler': { ...sound } };
  readonly #connections = new Set<Connection>();
  readonly #listeners: ((bytes: Buffer) => void)[] = [];
  readonly #server: Server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));

  private constructor(
    /** The node's port. */
    readonly target: number,
  ) {}

  static async open(test: TestContext, target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.port = await listenApart(proxy.#server);
    test.after(() => proxy.close());
    return proxy;
  }

  get address(): string {
    return `localhost:${this.port}`;
  }

  /** Those of now. Their sockets tell later whether they still live. */
  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /** Takes that many ms longer each way. */
  delay(ms: number, direction?: Direction): void {
    this.#become({ delay: ms }, direction);
  }

  /** @param rate bytes a second; 0 holds everything, to let it through later */
  throttle(rate: number, direction?: Direction): void {
    this.#become({ rate }, direction);
  }

  /** Takes connections and swallows what comes: nobody is told. What swallowed anything stays dead when all is well again. */
  blackhole(direction?: Direction): void {
    this.#become({ swallows: true }, direction);
  }

  /** Calls back with all that comes from either side of the connections to come. */
  overhear(listener: (bytes: Buffer) => void): void {
    this.#listeners.push(listener);
  }

  /** Ends every connection by a reset. */
  cut(): void {
    for (const { sockets } of this.#connections) sockets.forEach(reset);
  }

  /** Tells the receivers of a direction that nothing more comes; the other direction stays open. */
  halfClose(direction: Direction): void {
    for (const { lanes } of this.#connections) lanes[direction]?.end();
  }

  /** Slips bytes into every connection. */
  inject(bytes: Buffer, direction: Direction): void {
    for (const { lanes } of this.#connections) lanes[direction]?.inject(bytes);
  }

  /** Refuses new connections, as a port at which nobody listens. */
  refuse(): void {
    if (this.#server.listening) this.#server.close();
  }

  /** All is well again, for new connections and for those that nothing was lost on. */
  async heal(): Promise<void> {
    this.#become(sound);
    if (!this.#server.listening) await listen(this.#server, this.port);
  }

  close(): void {
    this.refuse();
    for (const { sockets } of this.#connections) for (const socket of sockets) socket.destroy();
  }

  #become(condition: Partial<Condition>, direction?: Direction): void {
    for (const [way, now] of Object.entries(this.#conditions)) {
      if (direction === undefined || way === direction) Object.assign(now, condition);
    }
  }

  #accept(dialler: Socket): void {
    const swallowed = Object.values(this.#conditions).some(({ swallows }) => swallows);
    const connection = swallowed ? swallow(dialler) : this.#join(dialler);
    this.#connections.add(connection);
    const closed = connection.sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    void Promise.all(closed).then(() => this.#connections.delete(connection));
  }

  #join(dialler: Socket): Connection {
    const node = connectThrough({ host: 'localhost', port: this.target, allowHalfOpen: true });
    for (const listener of this.#listeners) for (const socket of [dialler, node]) socket.on('data', listener);
    const lanes = {
      'to-node': new Lane(dialler, node, this.#conditions['to-node']),
      'to-dialler': new Lane(node, dialler, this.#conditions['to-dialler']),
    };
    return { sockets: [dialler, node], lanes };
  }
}

function swallow(dialler: Socket): Connection {
  dialler.on('error', () => {}).resume();
  return { sockets: [dialler], lanes: {} };
}
