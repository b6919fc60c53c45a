/**
 * What the disk costs. Durable sets a second at our node, acknowledged after a sync, of 1 writer and of 256, beside the
 * same rows in classic-level's own synced batches, of 1 and of 256: the limit. Time to start, until reads are served,
 * by how many keys there are, beside a bare scan of the same LevelDB, opened too; memory then. Backup, while the node goes on
 * setting keys, preview and restore. All in fresh processes, in turns; keys of 16 bytes, values of 32. MB are of the
 * backup's text before it is packed. An idle process beside them, this one, tells how much of the blocks of the event loop
 * is the machine's doing; processor time hardly minds what else the machine does.
 *
 *     node --import tsx bench/disk.ts [--keys 1000000] [--rounds 3]
 *
 * `--keys` is the most; a hundredth and a tenth of them are started with, too.
 */
import { parseArgs } from 'node:util';
import { copyOf, measure } from './disk/measure';
import type { Watched } from './disk/watched';
import { setsOf } from './disk/writing';
import { buildNodes } from './support/built';
import { benchmark, temporaryFolder } from './support/cleanup';
import { goal, ratioGoal } from './support/goals';
import { longestBlock, watchLoop } from './support/loop';
import { filledProfile } from './support/profile';
import { median, printTable, ratio, spread } from './support/table';

const LONGEST_BLOCK_MS = 50;
const RESTART_MS = 5_000;
const MB = 1e6;
const FEW = 100_000;

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const [keys, rounds] = [Number(values.keys), Number(values.rounds)];

const of = (figures: readonly Watched[], what: keyof Watched): number[] => figures.map((figure) => figure[what]);

async function eachRound<T>(work: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let round = 0; round < rounds; round++) all.push(await work());
  return all;
}

async function writing(): Promise<void> {
  const rows = [];
  for (const writers of [1, 256]) {
    const all = await eachRound(async () => ({
      bare: await measure('batches', temporaryFolder(), writers),
      ours: await measure('sets', temporaryFolder(), writers),
    }));
    const [bare, ours] = [all.map((round) => round.bare), all.map((round) => round.ours)];
    const rate = (figures: readonly Watched[]): number[] =>
      of(figures, 'ms').map((ms) => (setsOf(writers) / ms) * 1000);
    for (const [name, figures] of [
      [`classic-level, ${writers} a batch`, bare],
      [`ours, ${writers} writing`, ours],
    ] as const) {
      const each = of(figures, 'cpu').map((ms) => (1000 * ms) / setsOf(writers));
      rows.push([name, spread(rate(figures)), ratio(rate(figures), rate(bare)), spread(each, 1)]);
    }
    if (writers > 1) {
      const name = 'classic-level’s synced batches';
      ratioGoal(`sets of ${writers} writers`, 'at least', 0.7, { name, seen: rate(ours), base: rate(bare) });
    }
  }
  console.log(`\nDurable sets: median (least-most) of ${rounds}, and times classic-level's of the same round`);
  printTable(['', 'sets/s', '', 'CPU a set, µs'], rows);
}

interface Filled {
  readonly keys: number;
  readonly how: Parameters<typeof filledProfile>[1];
  readonly profile: string;
}

async function starting(filled: readonly Filled[]): Promise<void> {
  const rows = [];
  for (const { keys, how, profile } of filled) {
    const all = await eachRound(async () => ({
      bare: await measure('scan', copyOf(profile), keys),
      ours: await measure('start', copyOf(profile), keys),
    }));
    const [bare, ours] = [all.map((round) => round.bare), all.map((round) => round.ours)];
    rows.push([
      ...[`${keys} set ${how}`, spread(of(bare, 'ms')), spread(of(ours, 'ms')), ratio(of(ours, 'ms'), of(bare, 'ms'))],
      ...[spread(of(bare, 'cpu')), spread(of(ours, 'cpu')), ratio(of(ours, 'cpu'), of(bare, 'cpu'))],
      ...[spread(of(ours, 'blocked')), spread(ours.map(({ rss }) => rss / MB))],
    ]);
    if (keys === FEW) {
      const [seen, base] = [of(ours, 'ms'), of(bare, 'ms')];
      ratioGoal(`start with ${keys} keys set ${how}`, 'at most', 2.5, { name: 'a bare scan', seen, base });
    } else if (keys > FEW) {
      const ms = median(of(ours, 'ms'));
      goal(`start with ${keys} keys, ms,`, 'at most', String(RESTART_MS), ms, ms <= RESTART_MS);
    }
    tellBlocked(`start with ${keys} keys set ${how}`, ours);
  }
  console.log(
    `\nStart until reads are served: median (least-most) of ${rounds}, and times the bare scan of the same round`,
  );
  printTable(['keys', 'scan, ms', 'start, ms', '', 'CPU of scan', 'of start', '', 'blocked, ms', 'memory, MB'], rows);
}

async function copying(keys: number, profile: string): Promise<void> {
  const all = await eachRound(async () => {
    await watchLoop();
    const backup = await measure('backup', copyOf(profile), keys);
    return { backup, ...(await measure('restore', backup.path)), idle: await longestBlock() };
  });
  const sizes = all.map(({ restore }) => restore.bytes);
  const rows = (['backup', 'preview', 'restore'] as const).map((what) => {
    const figures = all.map((round) => round[what]);
    const seconds = of(figures, 'ms').map((ms) => ms / 1000);
    return [
      ...[
        what,
        spread(seconds, 1),
        spread(
          seconds.map((one, at) => (sizes[at] ?? 0) / MB / one),
          1,
        ),
      ],
      ...[spread(seconds.map((one) => keys / one)), spread(of(figures, 'cpu')), spread(of(figures, 'blocked'))],
    ];
  });
  for (const what of ['backup', 'preview', 'restore'] as const) {
    tellBlocked(
      `${what} of ${keys} keys`,
      all.map((round) => round[what]),
    );
  }
  const idle = spread(all.map((round) => round.idle));
  const sets = spread(all.map(({ backup }) => (backup.sets / backup.ms) * 1000));
  console.log(
    `\nBackups of ${keys} keys: median (least-most) of ${rounds}; sets/s meanwhile ${sets}; idle process blocked ${idle} ms`,
  );
  printTable(['', 's', 'MB/s', 'entries/s', 'CPU, ms', 'blocked, ms'], rows);
}

function tellBlocked(what: string, figures: readonly Watched[]): void {
  const longest = Math.max(...of(figures, 'blocked'));
  goal(`${what}: event loop blocked, ms,`, 'at most', String(LONGEST_BLOCK_MS), longest, longest <= LONGEST_BLOCK_MS);
}

benchmark(async () => {
  await buildNodes();
  await writing();
  const filled: Filled[] = [];
  for (const count of [keys / 100, keys / 10, keys]) {
    for (const how of ['apart', 'together'] as const) {
      filled.push({ keys: count, how, profile: await filledProfile(count, how) });
    }
  }
  await starting(filled);
  const most = filled.at(-1);
  if (most !== undefined) await copying(most.keys, most.profile);
});
