import { Agent, type AgentOptions } from 'node:http';
import type { TestContext } from 'node:test';
import { io } from 'socket.io-client';
import type { Reply } from '../../main/net/server/client-server';
import type { NodeStatus } from '../../main/net/service';

const ANSWER_MS = 30_000;

/** Asks a node as the command line does, and connects again at once where the node was away. */
export class Client {
  readonly #socket: ReturnType<typeof io>;

  /** @param desk Unix socket by which to reach it, in place of the network */
  constructor(test: TestContext, port: number, desk: string | null) {
    this.#socket = io(`http://localhost:${port}`, {
      path: '/byr',
      auth: { byr: { client: true } },
      transports: ['websocket'],
      forceNew: true,
      ...(desk !== null && { agent: new Agent({ socketPath: desk } as AgentOptions) as never }),
      reconnectionDelay: 10,
      reconnectionDelayMax: 50,
    });
    test.after(() => this.#socket.disconnect());
  }

  status(): Promise<NodeStatus> {
    return this.#ask('status');
  }

  /** @throws Error where the node refuses it */
  async put(key: string, value: unknown): Promise<void> {
    await this.#ask('put', key, JSON.stringify(value));
  }

  /** Sets keys to values that are JSON texts. @throws Error where one is refused */
  async import(rows: readonly (readonly [key: string, json: string])[]): Promise<void> {
    await this.#ask('import', rows);
  }

  /** Links the node to another. @throws Error where the node refuses it */
  async link(address: string): Promise<void> {
    await this.#ask('link', address);
  }

  /** Resumes the links to all its peers. */
  async resume(): Promise<void> {
    await this.#ask('setPaused', null, false);
  }

  /** `null` where there is none. */
  async get(key: string): Promise<unknown> {
    const entry = await this.#ask<{ value: string | null } | null>('entry', key);
    return JSON.parse(entry?.value ?? 'null');
  }

  /** All values that its history has, in order. */
  async values(key: string): Promise<unknown[]> {
    const entries = await this.#ask<{ value: string | null }[]>('history', key);
    return entries.map(({ value }) => JSON.parse(value ?? 'null')).sort();
  }

  async #ask<T>(event: string, ...args: unknown[]): Promise<T> {
    const reply: Reply<T> = await this.#socket.timeout(ANSWER_MS).emitWithAck(event, ...args);
    if (!reply.ok) throw new Error(`${event}: ${reply.message}`);
    return reply.value;
  }
}
