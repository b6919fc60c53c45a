/**
 * Three nodes in three processes on this machine, each linked to both others: how long until what one of them sets is in
 * all three. Ours, with its disk in memory and with LevelDB, beside `bench/baseline` (a plain Socket.IO node in the style
 * of the course), `bench/yjs` (Yjs with y-websocket) and `bench/raw` (the transport's own limit), in runs that take
 * turns. Keys of 16 bytes, values of 32, up to 256 sets in flight, made inside the node's process, one by one, as its
 * window does, or, for Yjs and ours, 256 in one transaction or call, as an import does; once more through a script's socket, where a kind has one.
 *
 * A node is measured 'cold', by the first sets of a fresh process, and 'warm', by more of them, as it runs for hours.
 * Time counts from the first set until the last node holds all. Processor time is that of the three nodes together and
 * hardly minds what else the machine does.
 *
 *     node --import tsx bench/converge.ts [--keys 10000] [--rounds 5] [--warm 4]
 */
import { parseArgs } from 'node:util';
import { buildNodes } from './support/built';
import { benchmark } from './support/cleanup';
import { ratioGoal } from './support/goals';
import {
  course,
  inMemory,
  inMemoryTogether,
  type Kind,
  onDisk,
  onDiskTogether,
  raw,
  yjs,
  yjsTogether,
} from './support/kinds';
import { beEqual, cpuOf, holdAll, IN_FLIGHT, linkAll, rest, type Three, withThree } from './support/network';
import type { NodeProcess } from './support/node-process';
import { fillAsScript } from './support/script';
import { median, printTable, ratio, spread } from './support/table';
import type { Fill } from './support/tasks';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '4' },
  },
});
const [keys, rounds, warm] = [Number(values.keys), Number(values.rounds), Number(values.warm)];

/** Makes sets at a node. Returns when that began. */
type How = (node: NodeProcess, sets: Fill) => Promise<number>;

/** One figure a round; ms of processor time for all keys. */
interface Figures {
  readonly coldRate: number[];
  readonly warmRate: number[];
  readonly coldCpu: number[];
  readonly warmCpu: number[];
}

const inside: How = (node, sets) => node.ask('fill', sets);

async function run(nodes: Three, how: How, from: number): Promise<{ rate: number; cpu: number }> {
  const before = await cpuOf(nodes);
  const began = await how(nodes[0], { from, count: keys, limit: IN_FLIGHT });
  const ended = await holdAll(nodes, from + keys);
  // What a run leaves to do is processor time of its own, not of the next.
  await rest();
  return { rate: (keys / (ended - began)) * 1000, cpu: (await cpuOf(nodes)) - before };
}

async function converge(kind: Kind, how: How, into: Figures): Promise<void> {
  await withThree(kind, async (nodes) => {
    await linkAll(nodes);
    const cold = await run(nodes, how, 0);
    const later: (typeof cold)[] = [];
    for (let i = 1; i <= warm; i++) later.push(await run(nodes, how, i * keys));
    await beEqual(nodes);
    into.coldRate.push(cold.rate);
    into.coldCpu.push(cold.cpu);
    into.warmRate.push(median(later.map(({ rate }) => rate)));
    into.warmCpu.push(median(later.map(({ cpu }) => cpu)));
  });
}

async function compare(title: string, kinds: readonly Kind[], how: How): Promise<Map<Kind, Figures>> {
  const all = new Map<Kind, Figures>(
    kinds.map((kind) => [kind, { coldRate: [], warmRate: [], coldCpu: [], warmCpu: [] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [kind, into] of all) await converge(kind, how, into);
  }
  const base = all.get(course) as Figures;
  const columns = ['coldRate', 'warmRate', 'coldCpu', 'warmCpu'] as const;
  console.log(
    `\n${title}: ${keys} sets, median (least-most) of ${rounds}, and times the course style of the same round`,
  );
  printTable(
    ['', 'sets/s cold', '', 'sets/s warm', '', 'CPU cold, ms', '', 'CPU warm, ms', ''],
    [...all].map(([{ name }, figures]) => [
      name,
      ...columns.flatMap((column) => [spread(figures[column]), ratio(figures[column], base[column])]),
    ]),
  );
  return all;
}

function tellGoals(all: ReadonlyMap<Kind, Figures>): void {
  for (const column of ['coldRate', 'warmRate'] as const) {
    const of = (kind: Kind): number[] => all.get(kind)?.[column] ?? [];
    const better = (one: Kind, other: Kind): number[] => of(one).map((rate, at) => Math.max(rate, of(other)[at] ?? 0));
    const what = `sets a second to convergence, ${column === 'coldRate' ? 'cold' : 'warm'},`;
    const [ours, theirs] = [better(inMemory, inMemoryTogether), better(yjs, yjsTogether)];
    ratioGoal(what, 'at least', 5, { name: 'course style', seen: ours, base: of(course) });
    ratioGoal(what, 'at least', 1.3, { name: 'Yjs’ better', seen: ours, base: theirs });
    for (const [disk, memory] of [
      [onDisk, inMemory],
      [onDiskTogether, inMemoryTogether],
    ] as const) {
      ratioGoal(what, 'at least', 0.5, { name: `${memory.name}, ${disk.name}`, seen: of(disk), base: of(memory) });
    }
  }
}

benchmark(async () => {
  await buildNodes();
  const kinds = [course, yjs, yjsTogether, raw, inMemory, inMemoryTogether, onDisk, onDiskTogether];
  const all = await compare('Sets inside the node', kinds, inside);
  await compare('Sets through a script’s socket', [course, inMemory, onDisk], fillAsScript);
  tellGoals(all);
});
