/**
 * Three nodes in three processes on this machine, each linked to both others: how many sets a second one of them takes,
 * how long until all three hold all keys, and how long a third, empty node takes to join one that holds them. Ours is
 * measured beside `bench/baseline`, a plain Socket.IO node in the style of the course, in runs that take turns; first
 * with sets that come through a script's socket, then with sets made inside the node's process, as its window does.
 * Keys of 16 bytes, values of 32, up to 256 sets in flight. Times count from the first set, or
 * from `addPeer`; the processor time is that of the three nodes together, and hardly minds what else the machine does.
 *
 *     node --import tsx bench/converge.ts [--keys 10000] [--rounds 5]
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { benchmark } from './support/cleanup';
import { baseline, inMemory, onDisk, served } from './support/kinds';
import { holdAll, type Kind, linkAll, NodeProcess } from './support/node-process';
import { printTable, ratio, spread } from './support/table';

const IN_FLIGHT = 256;

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
});
const keys = Number(values.keys);
const rounds = Number(values.rounds);

type How = 'fillAsScript' | 'fillInside';

interface Figures {
  /** Sets a second. */
  readonly sets: number[];
  /** ms. */
  readonly converged: number[];
  /** Processor time of the three nodes from the first set until all held all, ms. */
  readonly cpu: number[];
  readonly joined: number[];
}

/** Starts nodes, has them used, and ends them. */
async function withNodes<T>(kind: Kind, count: number, use: (nodes: NodeProcess[]) => Promise<T>): Promise<T> {
  const nodes = await Promise.all(Array.from({ length: count }, () => NodeProcess.start(kind)));
  try {
    return await use(nodes);
  } finally {
    await Promise.all(nodes.map((node) => node.end()));
  }
}

async function converge(kind: Kind, how: How, { sets, converged, cpu }: Figures): Promise<void> {
  await withNodes(kind, 3, async (nodes) => {
    await linkAll(nodes);
    const before = cpuOf(nodes);
    const began = performance.now();
    await nodes[0]?.[how]({ count: keys, limit: IN_FLIGHT });
    sets.push((keys / (performance.now() - began)) * 1000);
    await holdAll(nodes, keys);
    converged.push(performance.now() - began);
    cpu.push(cpuOf(nodes) - before);
  });
}

function cpuOf(nodes: readonly NodeProcess[]): number {
  return nodes.reduce((sum, { cpu }) => sum + cpu, 0);
}

/** A third node joins the first of two. */
async function join(kind: Kind, { joined }: Figures): Promise<void> {
  await withNodes(kind, 3, async (nodes) => {
    const [first, second, third] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    await linkAll([first, second]);
    await first.fillAsScript({ count: keys, limit: IN_FLIGHT });
    await holdAll([first, second], keys);
    const began = performance.now();
    await third.ask('addPeer', first.port);
    await holdAll([third], keys);
    joined.push(performance.now() - began);
  });
}

async function compare(title: string, kinds: readonly Kind[], how: How): Promise<void> {
  const figures = new Map<Kind, Figures>(kinds.map((kind) => [kind, { sets: [], converged: [], cpu: [], joined: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (const [kind, into] of figures) {
      await converge(kind, how, into);
      await join(kind, into);
    }
  }
  const base = figures.get(baseline) as Figures;
  console.log(`\n${title}: ${keys} sets, median (least-most) of ${rounds}, and times the baseline's of the same round`);
  printTable(
    ['', 'sets/s', '', 'converged, ms', '', 'CPU, ms', '', 'joined, ms', ''],
    [...figures].map(([{ name }, { sets, converged, cpu, joined }]) => [
      name,
      ...[spread(sets), ratio(sets, base.sets)],
      ...[spread(converged), ratio(converged, base.converged)],
      ...[spread(cpu), ratio(cpu, base.cpu)],
      ...[spread(joined), ratio(joined, base.joined)],
    ]),
  );
}

benchmark(async () => {
  execFileSync(process.execPath, ['build/setup.mjs'], { stdio: 'inherit' });
  await compare('Sets through a script’s socket', [baseline, inMemory, served], 'fillAsScript');
  await compare('Sets inside the node', [baseline, inMemory, onDisk], 'fillInside');
});
