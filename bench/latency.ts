/**
 * One set in an idle network of three: from setting it in one process until another one's own user would see it. Ours,
 * with its disk in memory and with LevelDB, beside the course style and Yjs, and a bare Socket.IO round trip with
 * acknowledgement, in runs that take turns. The times of both ends are of one clock, which all processes of a machine
 * share. Sets come some ms apart, so that each finds the network idle; the first ones of a process do not count.
 *
 *     node --import tsx bench/latency.ts [--sets 1000] [--rounds 3]
 */
import { parseArgs } from 'node:util';
import { buildNodes } from './support/built';
import { benchmark } from './support/cleanup';
import { ratioGoal } from './support/goals';
import { course, inMemory, type Kind, onDisk, raw, yjs } from './support/kinds';
import { linkAll, rest, type Three, withThree } from './support/network';
import { printTable, ratio, spread } from './support/table';

/** What a process does while its code is not compiled yet. */
const FIRST = 200;
const GAP_MS = 3;

const { values } = parseArgs({
  options: { sets: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '3' } },
});
const [sets, rounds] = [Number(values.sets), Number(values.rounds)];

/** One figure a round, ms. */
interface Row {
  readonly name: string;
  readonly kind: Kind;
  readonly measure: (nodes: Three) => Promise<number[]>;
  readonly p50: number[];
  readonly p95: number[];
  readonly p99: number[];
}

function row(name: string, kind: Kind, measure = oneWay): Row {
  return { name, kind, measure, p50: [], p95: [], p99: [] };
}

/** From the set here to its sight there. */
async function oneWay([here, there]: Three): Promise<number[]> {
  await there.ask('watchKeys');
  const set = await here.ask('setOneByOne', { from: 0, count: FIRST + sets, gap: GAP_MS });
  await rest();
  const seen = await there.ask('seenAt', { from: 0, count: FIRST + sets });
  return seen.map((time, index) => time - (set[index] as number)).slice(FIRST);
}

async function roundTrip([here]: Three): Promise<number[]> {
  return (await here.ask('roundTrips', { from: 0, count: FIRST + sets, gap: GAP_MS })).slice(FIRST);
}

async function run({ kind, measure, p50, p95, p99 }: Row): Promise<void> {
  await withThree(kind, async (nodes) => {
    await linkAll(nodes);
    const figures = (await measure(nodes)).sort((a, b) => a - b);
    // IPC turns what is no number into null.
    if (figures.some((ms) => !(ms > 0))) throw new Error(`${kind.name}: a set was not seen`);
    for (const [into, share] of [
      [p50, 0.5],
      [p95, 0.95],
      [p99, 0.99],
    ] as const) {
      into.push(figures[Math.floor(figures.length * share)] as number);
    }
  });
}

benchmark(async () => {
  await buildNodes();
  const bare = row('bare Socket.IO round trip', raw, roundTrip);
  const [theirs, memory, disk] = [row('Yjs', yjs), row('ours, memory', inMemory), row('ours, LevelDB', onDisk)];
  const rows = [bare, row('bare Socket.IO, one way', raw), row('course style', course), theirs, memory, disk];
  for (let round = 0; round < rounds; round++) for (const one of rows) await run(one);
  console.log(
    `\nOne set in an idle network: ${sets} sets, median (least-most) of ${rounds}, and times the first row's of the same round`,
  );
  printTable(
    ['', 'p50, ms', '', 'p95, ms', '', 'p99, ms', ''],
    rows.map((row) => [
      row.name,
      ...(['p50', 'p95', 'p99'] as const).flatMap((column) => [
        spread(row[column], 2),
        ratio(row[column], bare[column]),
      ]),
    ]),
  );
  ratioGoal('latency p50', 'at most', 1.25, { name: bare.name, seen: memory.p50, base: bare.p50 });
  ratioGoal('latency p50 with LevelDB', 'at most', 2, { name: 'memory', seen: disk.p50, base: memory.p50 });
});
