import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { child, end, temporaryFolder } from './cleanup';
import type { Fill } from './fill';
import { freePort } from './free-port';
import { inFlight, keyAt, valueAt } from './in-flight';

/** Longer than a whole network takes on a busy machine: whoever waits that long waits for ever. */
const PATIENCE_MS = 60_000;
/** Between two looks at a node: below what is worth telling apart. */
const LOOK_MS = 2;

/** A kind of node: how its process starts, and how it tells what it holds. */
export interface Kind {
  readonly name: string;
  /** Arguments of Node for a node at `port`, which may keep its data in `folder`. */
  args(port: number, folder: string): string[];
  /** How many keys it holds, and what tells two databases of that many apart, where it has such a thing. */
  look(node: NodeProcess): Promise<{ keys: number; fingerprint: string }>;
}

/** A node in a process of its own, and a script's socket to it. */
export class NodeProcess {
  private constructor(
    readonly kind: Kind,
    readonly port: number,
    readonly process: ChildProcess,
    readonly socket: Socket,
    /** Rejects when the process ends. */
    readonly died: Promise<never>,
  ) {}

  static async start(kind: Kind): Promise<NodeProcess> {
    const port = await freePort();
    const started = child(process.execPath, kind.args(port, temporaryFolder()), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const socket = io(`http://localhost:${port}`, {
      path: '/byr',
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      // Ours tells its clients more than it tells course scripts; the baseline pays it no heed.
      auth: { byr: { client: true } },
    });
    const died = once(started, 'close').then(() => Promise.reject(new Error(`${kind.name} ended: ${errors}`)));
    died.catch(() => {});
    await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), died]);
    return new NodeProcess(kind, port, started, socket, died);
  }

  ask(event: string, ...args: unknown[]): Promise<unknown> {
    return Promise.race([this.socket.timeout(PATIENCE_MS).emitWithAck(event, ...args), this.died]);
  }

  look(): Promise<{ keys: number; fingerprint: string }> {
    return this.kind.look(this);
  }

  /** Sets keys through a script's socket, up to `limit` at a time without an answer yet. */
  async fillAsScript({ count, limit }: Fill): Promise<void> {
    const set = (index: number): Promise<unknown> => this.socket.emitWithAck('set', keyAt(index), valueAt(index));
    await Promise.race([inFlight(count, limit, set), this.died]);
  }

  /** Sets keys inside the node's process, as its window does. */
  async fillInside(fill: Fill): Promise<void> {
    const filled = once(this.process, 'message');
    this.process.send(fill);
    await Promise.race([filled, this.died]);
  }

  /** ms of processor time that its process has used; `NaN` where the system is not Linux. */
  get cpu(): number {
    if (process.platform !== 'linux') return Number.NaN;
    // proc(5): after the name, which is in brackets, utime and stime are fields 12 and 13, in ticks of 10 ms.
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async end(): Promise<void> {
    this.socket.disconnect();
    await end(this.process);
  }
}

/** Links each node to all others, and waits until they are. */
export async function linkAll(nodes: readonly NodeProcess[]): Promise<void> {
  for (const node of nodes) {
    // Ours says false where the other one was quicker.
    for (const { port } of nodes) if (port !== node.port) await node.ask('addPeer', port);
  }
  await until('all links', nodes, async (node) => {
    const peers = (await node.ask('peers')) as unknown[];
    return peers.length === nodes.length - 1;
  });
}

/** Waits until all hold that many keys, and the same. */
export async function holdAll(nodes: readonly NodeProcess[], keys: number): Promise<void> {
  await until(`${keys} keys`, nodes, async (node) => (await node.look()).keys === keys);
  const [first] = nodes;
  await until('equal databases', nodes, async (node) => {
    return (await node.look()).fingerprint === (await first?.look())?.fingerprint;
  });
}

async function until(
  what: string,
  nodes: readonly NodeProcess[],
  holds: (node: NodeProcess) => Promise<boolean>,
): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  for (const node of nodes) {
    while (!(await holds(node))) {
      if (performance.now() > late) throw new Error(`Waited ${PATIENCE_MS} ms for ${what} (${node.kind.name}).`);
      await sleep(LOOK_MS);
    }
  }
}
