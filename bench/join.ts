/**
 * An empty node joins a network of two that holds 100,000 keys: from linking to the first of them until it holds all,
 * and for how long at most the event loop of any of the three was blocked meanwhile; an idle process beside them tells
 * how much of that is the machine's doing. Ours, with its disk in memory and
 * with LevelDB, beside the course style, Yjs and the transport's own limit, in runs that take turns. Keys of 16 bytes,
 * values of 32; nothing counts unless all three hold the same at the end.
 *
 *     node --import tsx bench/join.ts [--keys 100000] [--rounds 3]
 *
 * With more keys than 100,000, ours alone joins that many, and 100,000 in turn, to tell how the time grows.
 */
import { parseArgs } from 'node:util';
import { buildNodes } from './support/built';
import { benchmark } from './support/cleanup';
import { goal, ratioGoal } from './support/goals';
import { course, inMemory, type Kind, onDisk, raw, yjs } from './support/kinds';
import { longestBlock, watchLoop } from './support/loop';
import { beEqual, cpuOf, fill, holdAll, linkAll, rest, withThree } from './support/network';
import { medianRatio, printTable, ratio, spread } from './support/table';

const FEW = 100_000;
const LONGEST_BLOCK_MS = 50;

const { values } = parseArgs({
  options: { keys: { type: 'string', default: String(FEW) }, rounds: { type: 'string', default: '3' } },
});
const [keys, rounds] = [Number(values.keys), Number(values.rounds)];

/** A row of the table; one figure a round. */
interface Row {
  readonly kind: Kind;
  readonly keys: number;
  readonly joined: number[];
  readonly cpu: number[];
  /** The longest block of the event loop at the one that joins, and at the one that it joins. */
  readonly joiner: number[];
  readonly host: number[];
  /** The same of an idle process, this one. */
  readonly idle: number[];
}

function row(kind: Kind, keys: number): Row {
  return { kind, keys, joined: [], cpu: [], joiner: [], host: [], idle: [] };
}

async function join({ kind, keys, joined, cpu, joiner, host, idle }: Row): Promise<void> {
  await withThree(kind, async (nodes) => {
    const [first, second, third] = nodes;
    await linkAll([first, second]);
    await fill(first, { from: 0, count: keys });
    await holdAll([first, second], keys);
    await rest();
    const before = await cpuOf(nodes);
    await Promise.all(nodes.map((node) => node.ask('watchLoop')));
    await watchLoop();
    const began = await third.ask('link', first.port);
    joined.push((await holdAll(nodes, keys)) - began);
    idle.push(await longestBlock());
    joiner.push(await third.ask('longestBlock'));
    host.push(Math.max(await first.ask('longestBlock'), await second.ask('longestBlock')));
    cpu.push((await cpuOf(nodes)) - before);
    await beEqual(nodes);
  });
}

async function compare(rows: readonly Row[]): Promise<void> {
  for (let round = 0; round < rounds; round++) for (const one of rows) await join(one);
  const base = rows[0] as Row;
  console.log(
    `\nJoining two nodes: median (least-most) of ${rounds}, and times the first row's of the same round; longest blocks of the event loop`,
  );
  printTable(
    ['', 'keys', 'joined, ms', '', 'CPU, ms', '', 'joiner blocked, ms', 'others', 'idle process'],
    rows.map(({ kind, keys, joined, cpu, joiner, host, idle }) => [
      ...[kind.name, String(keys)],
      ...[spread(joined), ratio(joined, base.joined), spread(cpu), ratio(cpu, base.cpu)],
      ...[spread(joiner), spread(host), spread(idle)],
    ]),
  );
}

async function besideOthers(): Promise<void> {
  const [theirs, yjss, memory, disk] = [row(course, keys), row(yjs, keys), row(inMemory, keys), row(onDisk, keys)];
  await compare([theirs, yjss, row(raw, keys), memory, disk]);
  const seen = memory.joined;
  ratioGoal('joining', 'at most', 1 / 3, { name: 'course style', seen, base: theirs.joined });
  ratioGoal('joining', 'at most', 1, { name: 'Yjs', seen, base: yjss.joined });
  ratioGoal('joining with LevelDB', 'at most', 2, { name: 'memory', seen: disk.joined, base: seen });
}

async function byItself(): Promise<void> {
  const [few, many, disk] = [row(inMemory, FEW), row(inMemory, keys), row(onDisk, keys)];
  await compare([few, many, disk]);
  const growth = medianRatio(many.joined, few.joined);
  // 11 times for 10 times the keys.
  const linear = (1.1 * keys) / FEW;
  goal(`joining with ${keys} keys`, 'at most', `${linear.toFixed(2)} x with ${FEW}`, growth, growth <= linear);
  const blocked = Math.max(...[many, disk].flatMap(({ joiner, host }) => [...joiner, ...host]));
  goal('event loop blocked', 'at most', `${LONGEST_BLOCK_MS} ms`, blocked, blocked <= LONGEST_BLOCK_MS);
}

benchmark(async () => {
  await buildNodes();
  await (keys > FEW ? byItself() : besideOthers());
});
