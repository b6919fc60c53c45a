/**
 * A node whose link was away lacks 100 of 100,000 keys: from linking again until both hold all, and the bytes that its
 * sockets carried for it, both ways, handshakes and what comes within 300 ms after it among them. Ours, with its disk
 * in memory and with LevelDB, beside the course style and Yjs, in runs that take turns; the first time of a fresh
 * process ('cold') and later ones ('warm') apart.
 *
 * Ours knows from before how far it has read the other's feed. Once more 'by digests alone': the node that lacks 100
 * has the rest of a third node, which is gone, and never met the one that it links to.
 *
 *     node --import tsx bench/catchup.ts [--keys 100000] [--missing 100] [--rounds 3] [--warm 4]
 */
import { parseArgs } from 'node:util';
import { buildNodes } from './support/built';
import { again, type CatchUp, type Missing, strangers } from './support/catch-up';
import { benchmark } from './support/cleanup';
import { goal, ratioGoal } from './support/goals';
import { course, inMemory, type Kind, onDisk, yjs } from './support/kinds';
import { median, printTable, ratio, spread } from './support/table';

const FEED_BYTES = 10_000;
const DIGEST_BYTES = 40_000;

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '100000' },
    missing: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '4' },
  },
});
const [keys, missing] = [Number(values.keys), Number(values.missing)];
const rounds = Number(values.rounds);
const much: Missing = { keys, missing, more: Number(values.warm) };

/** A row of the table: one of each a round. */
interface Row {
  readonly name: string;
  readonly kind: Kind;
  readonly way: (kind: Kind, much: Missing) => Promise<CatchUp[]>;
  readonly cold: CatchUp[];
  readonly warm: CatchUp[];
}

function row(name: string, kind: Kind, way = again): Row {
  return { name, kind, way, cold: [], warm: [] };
}

function medianOf(seen: readonly CatchUp[]): CatchUp {
  return { ms: median(seen.map(({ ms }) => ms)), bytes: median(seen.map(({ bytes }) => bytes)) };
}

async function compare(rows: readonly Row[]): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const { kind, way, cold, warm } of rows) {
      const [first, ...later] = await way(kind, much);
      cold.push(first as CatchUp);
      if (later.length > 0) warm.push(medianOf(later));
    }
  }
  const base = rows[0] as Row;
  console.log(
    `\nCatching up ${missing} of ${keys} keys: median (least-most) of ${rounds}, and times the first row's of the same round`,
  );
  const columns = (seen: readonly CatchUp[], base: readonly CatchUp[]): string[] =>
    seen.length === 0
      ? ['', '', '', '']
      : [spread(ms(seen), 1), ratio(ms(seen), ms(base)), spread(bytes(seen)), ratio(bytes(seen), bytes(base))];
  printTable(
    ['', 'cold, ms', '', 'bytes', '', 'warm, ms', '', 'bytes', ''],
    rows.map(({ name, cold, warm }) => [name, ...columns(cold, base.cold), ...columns(warm, base.warm)]),
  );
}

function ms(seen: readonly CatchUp[]): number[] {
  return seen.map(({ ms }) => ms);
}

function bytes(seen: readonly CatchUp[]): number[] {
  return seen.map(({ bytes }) => bytes);
}

function tellGoals(theirs: Row, memory: Row, disk: Row, digests: Row): void {
  for (const column of ['cold', 'warm'] as const) {
    const seen = ms(memory[column]);
    ratioGoal(`catching up, ${column},`, 'at most', 1, { name: 'Yjs', seen, base: ms(theirs[column]) });
    ratioGoal(`catching up with LevelDB, ${column},`, 'at most', 2, {
      name: 'memory',
      seen: ms(disk[column]),
      base: seen,
    });
  }
  const feed = Math.max(median(bytes(memory.cold)), median(bytes(memory.warm)));
  const digest = median(bytes(digests.cold));
  goal('bytes by feed', 'at most', `${FEED_BYTES}`, feed, feed <= FEED_BYTES);
  goal('bytes by digests alone', 'at most', `${DIGEST_BYTES}`, digest, digest <= DIGEST_BYTES);
}

benchmark(async () => {
  await buildNodes();
  const theirs = row('Yjs', yjs);
  const [memory, disk] = [row('ours, memory', inMemory), row('ours, LevelDB', onDisk)];
  const digests = row('ours, memory, by digests alone', inMemory, strangers);
  await compare([theirs, row('course style', course), memory, disk, digests]);
  tellGoals(theirs, memory, disk, digests);
});
