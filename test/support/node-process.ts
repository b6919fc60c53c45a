import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { NodeStatus } from '../../main/net/service';
import { kill, type Launch, listening, spawnByr } from './byr';
import { Client } from './client';
import { newFolder } from './folder';
import { portApart } from './ports';
import { until } from './until';

/** Longer than a dead link and a few dials in vain take. */
const PATIENCE_MS = 60_000;

export interface ProcessOptions {
  readonly name: string;
  /** Where it listens; any free one where nothing is said. */
  readonly port?: number;
  /** Of other nodes, which it dials from the start. */
  readonly peers?: readonly string[];
  /** The only ports that it can connect to. */
  readonly reaches?: readonly number[];
  /** What starts it, on a machine of its own. */
  readonly through?: readonly string[];
  /** Whether it tells its network of itself. */
  readonly nearby?: boolean;
  /** Whether `held` can be asked. */
  readonly measured?: boolean;
}

/** What a process holds on to after a collection of its garbage. */
export interface Held {
  /** Of the heap, and of buffers outside. */
  readonly bytes: number;
  /** Timers, sockets and other resources that keep it busy, by their kinds. */
  readonly resources: readonly string[];
}

/** A node in a process of its own, with a profile and a port that it keeps, and a client of it. Ends with the test. */
export class NodeProcess {
  readonly client: Client;
  #child: ChildProcess | null = null;
  #said: () => string = () => '';

  private constructor(
    readonly test: TestContext,
    readonly options: ProcessOptions,
    readonly home: string,
    readonly port: number,
  ) {
    this.client = new Client(test, port, options.through === undefined ? null : this.#desk);
  }

  static async start(test: TestContext, options: ProcessOptions): Promise<NodeProcess> {
    let node: NodeProcess | null = null;
    // Before its folder goes, as Windows removes no file that is open.
    test.after(() => node?.die());
    node = new NodeProcess(test, options, await newFolder(test), options.port ?? (await portApart()));
    await node.start();
    return node;
  }

  /** Starts it again after it died: on the same port, with what its disk has. */
  async start(): Promise<void> {
    const { name, peers = [], nearby = false } = this.options;
    const seen = ['--nearby', nearby ? 'on' : 'off'];
    const args = ['serve', '--profile', 'mine', '--name', name, '--port', String(this.port), ...seen];
    const started = spawnByr([...args, ...peers.flatMap((peer) => ['--peer', peer])], this.home, this.#launch());
    const { child, said } = await listening(this.test, started);
    this.#child = child;
    this.#said = said;
  }

  /** Whether it neither crashed nor was killed. */
  get alive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** What it has told on standard error since it was started last. */
  get said(): string {
    return this.#said();
  }

  held(): Promise<Held> {
    return this.#measure('held');
  }

  /** As of what it holds; but without a collection, as that is much work. */
  async resources(): Promise<Held['resources']> {
    return (await this.#measure('resources')).resources;
  }

  async #measure(wanted: 'held' | 'resources'): Promise<Held> {
    const child = this.#child as ChildProcess;
    child.send(wanted);
    const [held] = await once(child, 'message');
    return held as Held;
  }

  /** Stops it where it is, as a laptop whose lid is closed. */
  sleep(): void {
    this.#child?.kill('SIGSTOP');
  }

  wake(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends it as its user does. */
  async stop(): Promise<void> {
    if (this.#child !== null) await kill(this.#child, 'SIGTERM');
  }

  async die(): Promise<void> {
    if (this.#child !== null) await kill(this.#child);
  }

  /** `null` while it cannot be asked. */
  look(): Promise<NodeStatus | null> {
    return this.client.status().catch(() => null);
  }

  #launch(): Launch {
    const { reaches, through, measured = false } = this.options;
    if (through !== undefined) {
      const env = { BYR_DESK: this.#desk, BYR_DESK_PORT: String(this.port) };
      return { through, flags: ['--import', './test/support/desk.mjs'], env };
    }
    const measuring = measured ? ['--expose-gc', '--import', './test/support/measured.mjs'] : [];
    const walled = reaches === undefined ? [] : ['--import', './test/support/firewall.mjs'];
    return { flags: [...measuring, ...walled], env: { BYR_REACHES: reaches?.join() ?? '' }, talks: measured };
  }

  get #desk(): string {
    return join(this.home, 'desk');
  }
}

/** Waits until all hold the same. Returns after how many ms they did. */
export async function equal(nodes: readonly NodeProcess[]): Promise<number> {
  const began = performance.now();
  await until(
    `${names(nodes)} to hold the same`,
    async () => {
      const prints = await Promise.all(nodes.map(async (node) => (await node.look())?.fingerprint));
      return prints.every((print) => print !== undefined && print === prints[0]);
    },
    PATIENCE_MS,
  );
  return performance.now() - began;
}

/** Waits until each has that many peers (all the others, where nothing is said), and sees them all in one state. */
export async function allAre(
  state: 'in-sync' | 'unreachable',
  nodes: readonly NodeProcess[],
  count = nodes.length - 1,
): Promise<void> {
  await until(
    `the peers of ${names(nodes)} to be ${state}`,
    async () => {
      const looks = await Promise.all(nodes.map((node) => node.look()));
      return looks.every((look) => look?.peers.length === count && look.peers.every((peer) => peer.state === state));
    },
    PATIENCE_MS,
  );
}

function names(nodes: readonly NodeProcess[]): string {
  return nodes.map(({ options }) => options.name).join(', ');
}
