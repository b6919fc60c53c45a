import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Socket } from '../../main/net/wire/socket-link';
import { connect, type Generation, type SocketServer, serve } from './socket-io';

type Callback = (...answer: unknown[]) => void;

export interface CourseOptions {
  generation: Generation;
  /** 0 takes any free port. */
  port: number;
  /** `cb(null, value)`, as the later steps of the course have it. */
  errorFirst: boolean;
  /** `cb(undefined, value)`, and with one argument or none `cb('why not')` and `cb()`, as the course's own solution has it. */
  errorsAlone: boolean;
  /** Keeps a value with its date, as that one does. */
  dated: boolean;
  /** Never calls back to `set`, as the first step of some. */
  silentSet: boolean;
  /** `set` answers `false` also to a value that it has, as the course's own does. */
  strictSet: boolean;
  /** Knows `peers`, `auth` and `keysAndTime`: the bonus. */
  bonus: boolean;
  /** What it holds from the start. */
  values: Record<string, unknown>;
}

/** Why, where errors stand alone. */
export const NOT_DONE = 'The field is there already, or it is not.';

const plain: CourseOptions = {
  generation: 4,
  port: 0,
  errorFirst: false,
  errorsAlone: false,
  dated: false,
  silentSet: false,
  strictSet: true,
  bonus: true,
  values: {},
};

/**
 * A node as a student writes it from the course: an object of values, write-once `set` that forwards to its peers,
 * `addPeer` that asks `keys` and gets the unknown ones. It repairs nothing and checks nothing.
 */
export class CourseNode {
  readonly values: Record<string, unknown>;
  /** Calls of each event that it got. */
  readonly calls: Record<string, number> = {};
  /** Ports that peers gave with `auth`. */
  readonly told: unknown[] = [];
  /** Connections that others have to it. */
  open = 0;
  readonly #peers = new Map<string, Socket>();
  readonly #http: HttpServer = createServer();
  readonly #io: SocketServer;

  private constructor(readonly options: CourseOptions) {
    this.values = Object.assign(Object.create(null), options.values);
    this.#io = serve(options.generation, this.#http);
    this.#io.on('connection', (socket) => this.#serve(socket));
  }

  static async open(test: TestContext, options: Partial<CourseOptions> = {}): Promise<CourseNode> {
    const node = new CourseNode({ ...plain, ...options });
    await new Promise<void>((resolve) => node.#http.listen(node.options.port, resolve));
    test.after(() => node.close());
    return node;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get address(): string {
    return `localhost:${this.port}`;
  }

  /** As its command line sets: stores, then tells every peer. */
  set(key: string, value: unknown): boolean {
    if (key in this.values) return !this.options.strictSet && this.values[key] === value;
    this.values[key] = this.options.dated ? { value, date: 0 } : value;
    for (const socket of this.#peers.values()) socket.emit('set', key, value, () => {});
    return true;
  }

  addPeer(address: string): boolean {
    if (this.#peers.has(address)) return false;
    const socket = connect(this.options.generation, `http://${address}`);
    this.#peers.set(address, socket);
    this.#ask(socket, 'keys', (keys) => {
      for (const key of keys as string[]) if (!(key in this.values)) this.#fetch(socket, key);
    });
    return true;
  }

  callsOf(...events: string[]): number {
    return events.reduce((sum, event) => sum + (this.calls[event] ?? 0), 0);
  }

  async close(): Promise<void> {
    for (const socket of this.#peers.values()) socket.disconnect();
    this.#peers.clear();
    if (!this.#http.listening) return;
    await new Promise<void>((resolve) => {
      this.#http.once('close', resolve);
      this.#io.close();
      // Who has said nothing yet would keep it open for a minute.
      this.#http.closeAllConnections();
    });
  }

  #serve(socket: Socket): void {
    const on = (event: string, handler: (...args: never[]) => unknown): void => {
      socket.on(event, (...args) => {
        this.calls[event] = (this.calls[event] ?? 0) + 1;
        const callback = args.pop() as Callback;
        const answer = (handler as (...args: unknown[]) => unknown)(...args);
        if (event === 'set' && this.options.silentSet) return;
        this.#callBack(callback, answer);
      });
    };
    this.open += 1;
    socket.on('disconnect', () => {
      this.open -= 1;
    });
    on('get', (key: string) => this.values[key]);
    on('set', (key: string, value: unknown) => this.set(key, value));
    on('keys', () => Object.keys(this.values));
    on('addPeer', (address: unknown) => this.addPeer(`localhost:${address}`));
    if (!this.options.bonus) return;
    on('peers', () => [...this.#peers.keys()]);
    on('keysAndTime', () => Object.fromEntries(Object.keys(this.values).map((key) => [key, { timestamp: 0 }])));
    on('auth', (port: unknown) => this.told.push(port) > 0);
  }

  #callBack(callback: Callback, answer: unknown): void {
    const { errorFirst, errorsAlone } = this.options;
    if (!errorsAlone) return errorFirst ? callback(null, answer) : callback(answer);
    if (answer === true) callback();
    else if (answer === false || answer === undefined) callback(NOT_DONE);
    else callback(undefined, answer);
  }

  #fetch(socket: Socket, key: string): void {
    this.#ask(socket, 'get', (value) => this.set(key, value), key);
  }

  #ask(socket: Socket, event: string, then: (value: unknown) => void, ...args: unknown[]): void {
    socket.emit(event, ...args, (...answer: unknown[]) => {
      if (!this.options.errorFirst || answer.length < 2) then(answer[0]);
      else if (!answer[0]) then(answer[1]);
    });
  }
}
