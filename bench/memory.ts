/**
 * What a node's process holds with no keys and with 100,000: its resident memory once its garbage is collected, and the
 * most that it ever had. Two nodes: one sets the keys, the other one is linked to it all along. Ours, with its disk in
 * memory and with LevelDB, beside the course style and Yjs, in runs that take turns. Keys of 16 bytes, values of 32.
 *
 *     node --import tsx bench/memory.ts [--keys 100000] [--rounds 3]
 */
import { parseArgs } from 'node:util';
import { buildNodes } from './support/built';
import { benchmark } from './support/cleanup';
import { ratioGoal } from './support/goals';
import { course, inMemory, type Kind, onDisk, yjs } from './support/kinds';
import { beEqual, fill, holdAll, linkAll, withThree } from './support/network';
import { printTable, ratio, spread } from './support/table';

const MB = 1e6;

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
});
const [keys, rounds] = [Number(values.keys), Number(values.rounds)];

const columns = ['empty', 'writer', 'writerPeak', 'reader', 'readerPeak'] as const;
/** MB; one figure a round. */
type Figures = Readonly<Record<(typeof columns)[number], number[]>>;

async function measure(kind: Kind, into: Figures): Promise<void> {
  await withThree(kind, async ([writer, reader]) => {
    await linkAll([writer, reader]);
    into.empty.push((await writer.ask('memory')).rss / MB);
    await fill(writer, { from: 0, count: keys });
    await holdAll([writer, reader], keys);
    const [wrote, read] = [await writer.ask('memory'), await reader.ask('memory')];
    into.writer.push(wrote.rss / MB);
    into.writerPeak.push(wrote.peak / MB);
    into.reader.push(read.rss / MB);
    into.readerPeak.push(read.peak / MB);
    await beEqual([writer, reader]);
  });
}

benchmark(async () => {
  await buildNodes();
  const rows = new Map<Kind, Figures>(
    [yjs, course, inMemory, onDisk].map((kind) => [
      kind,
      { empty: [], writer: [], writerPeak: [], reader: [], readerPeak: [] },
    ]),
  );
  for (let round = 0; round < rounds; round++) for (const [kind, into] of rows) await measure(kind, into);
  const base = rows.get(yjs) as Figures;
  console.log(
    `\nMemory in MB, ${keys} keys: median (least-most) of ${rounds}, and times that of Yjs in the same round`,
  );
  printTable(
    ['', 'empty', '', 'set all', '', 'its peak', '', 'got all', '', 'its peak', ''],
    [...rows].map(([{ name }, figures]) => [
      name,
      ...columns.flatMap((column) => [spread(figures[column]), ratio(figures[column], base[column])]),
    ]),
  );
  const ours = rows.get(inMemory) as Figures;
  ratioGoal('memory of who set all', 'at most', 1, { name: 'Yjs', seen: ours.writer, base: base.writer });
  ratioGoal('memory of who got all', 'at most', 1, { name: 'Yjs', seen: ours.reader, base: base.reader });
});
