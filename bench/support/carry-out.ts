import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchNode } from './bench-node';
import { now } from './clock';
import { fill, textsOf } from './fill';
import { keyAt, valueAt } from './in-flight';
import { longestBlock, watchLoop } from './loop';
import { memory } from './memory';
import { traffic } from './sockets';
import type { Answer, OneByOne, Request, Tasks } from './tasks';

/** Between two looks at the node: below what is worth telling apart. */
const LOOK_MS = 1;

/** In a node's process: does what the benchmark asks, and ends with it. */
export function carryOut(node: BenchNode): void {
  const tasks = tasksOf(node);
  const say = (answer: Answer): boolean | undefined => process.send?.(answer);
  process.on('message', async ({ id, task, args }: Request) => {
    try {
      say({ id, value: await (tasks[task] as (...args: readonly unknown[]) => unknown)(...args) });
    } catch (error) {
      say({ id, error: String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', async () => {
    await node.close();
    process.exit(0);
  });
  say({ port: node.port });
}

function tasksOf(node: BenchNode): Tasks {
  const seen = new Map<string, number>();
  return {
    link: (port) => timed(() => node.link(port)),
    unlink: () => node.unlink(),
    fill: (sets) => {
      const texts = textsOf(sets);
      return timed(() => fill(node, texts, sets.limit));
    },
    hold: (keys) => hold(node, keys),
    contents: () => contents(node),
    cpu: () => Object.values(process.cpuUsage()).reduce((sum, microseconds) => sum + microseconds / 1000, 0),
    memory,
    traffic,
    watchLoop,
    longestBlock,
    setOneByOne: (sets) =>
      oneByOne(sets, async (index) => {
        const began = now();
        await node.set(keyAt(index), valueAt(index));
        return began;
      }),
    watchKeys: () => node.onSet((key) => seen.has(key) || seen.set(key, now())),
    seenAt: ({ from, count }) =>
      Array.from({ length: count }, (_, index) => seen.get(keyAt(from + index)) ?? Number.NaN),
    roundTrips: (trips) =>
      oneByOne(trips, async () => {
        const began = now();
        await node.roundTrip?.();
        return now() - began;
      }),
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = now();
  await work();
  return began;
}

async function hold(node: BenchNode, keys: number): Promise<number> {
  while (node.size < keys) await sleep(LOOK_MS);
  return now();
}

async function oneByOne({ from, count, gap }: OneByOne, work: (index: number) => Promise<number>): Promise<number[]> {
  const figures: number[] = [];
  for (let index = from; index < from + count; index++) {
    figures.push(await work(index));
    await sleep(gap);
  }
  return figures;
}

function contents(node: BenchNode): string {
  const lines = Array.from(node.contents(), (entry) => JSON.stringify(entry)).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
