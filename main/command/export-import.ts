import { BATCHES_AT_ONCE, batches } from '../batches';
import { UsageError } from '../config';
import { decodedPieces } from '../decoded';
import { type FileFormat, type Problem, type Rows, RowWriter, readRows } from '../keys-file/rows';
import type { Row } from '../net/server/export-page';
import { writeOutput } from '../output-file';
import { severalAtOnce } from '../several';
import { Refused } from '../store/refusal';
import { type LongWork, longWork, unlessCancelled } from './long-work';
import { print, printAsIs, say } from './print';
import { chunksOf, openToReread } from './reread';
import type { Session } from './session';
import { type Target, withSession } from './target';
import { count } from './units';

/** What a line is told of. */
type Told = Pick<Problem, 'line' | 'message'>;

/** Writes all keys and their values to a file, or `-`, standard output. */
export function exportKeys(target: Target, path = ''): Promise<void> {
  const writer = new RowWriter(formatOf(target, path), target.as ?? 'text');
  return withSession(target, (session) =>
    longWork(async (work) => {
      if (path === '-') {
        // On the terminal that takes the output, progress would overwrite its last line.
        const shown = process.stdout.isTTY ? { ...work, progress: () => () => {} } : work;
        return void (await writeKeys(session, writer, shown, printAsIs));
      }
      let written = 0;
      await writeOutput(path, async (file) => {
        written = await writeKeys(session, writer, work, (text) => file.writeFile(text));
      }).catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        throw new Refused('bad-request', `${path} cannot be written (${(error as Error).message}); name another file.`);
      });
      work.clear();
      if (target.json) print(JSON.stringify({ exported: written }));
      else say(`${count(written, 'key', 'keys')} exported.`);
    }),
  );
}

/** Checks a whole file of keys, or standard input, then reads it again and sets them. */
export async function importKeys(target: Target, path = ''): Promise<void> {
  const format = formatOf(target, path);
  const file = await openToReread(path);
  const read = (): AsyncGenerator<Rows> => readRows(decodedPieces(chunksOf(file, path)), format, target.as ?? 'text');
  try {
    await longWork(async (work) => {
      const keys = await check(read(), path, work);
      await withSession(target, async (session) => {
        const refused = await sendRows(session, read(), keys, work);
        work.clear();
        if (target.json) print(JSON.stringify({ set: keys - refused.length, refused }));
        else say(`${count(keys - refused.length, 'key', 'keys')} set.`);
        if (refused.length === 0) return;
        tell(path, refused);
        throw new Refused('bad-request', `The node refused ${count(refused.length, 'key', 'keys')}.`);
      });
    });
  } finally {
    await file.close();
  }
}

async function writeKeys(
  session: Session,
  writer: RowWriter,
  work: LongWork,
  write: (text: string) => Promise<unknown>,
): Promise<number> {
  const show = work.progress('Exporting');
  const cancelled = (): string => 'Cancelled: the export is not whole.';
  let written = 0;
  await write(writer.begin());
  for (let first = true; ; first = false) {
    const { rows, done } = await unlessCancelled(work, cancelled, session.exportPage(first));
    await write(writer.write(rows));
    written += rows.length;
    show(written, 0);
    if (done) break;
  }
  await write(writer.end());
  return written;
}

/** Tells every mistake as it is found. Returns the number of keys. @throws Refused if there is any; `cancelled` */
async function check(read: AsyncIterable<Rows>, path: string, work: LongWork): Promise<number> {
  const show = work.progress('Checking');
  let keys = 0;
  let mistakes = 0;
  for await (const { rows, problems } of read) {
    if (work.signal.aborted) throw new Refused('cancelled', 'Cancelled: nothing was set.');
    if (problems.length > 0) work.clear();
    tell(path, problems);
    mistakes += problems.length;
    keys += rows.length;
    show(keys, 0);
  }
  if (mistakes === 0) return keys;
  throw new Refused('bad-request', `${count(mistakes, 'mistake', 'mistakes')} in the file: nothing was set.`);
}

async function sendRows(session: Session, read: AsyncIterable<Rows>, keys: number, work: LongWork): Promise<Told[]> {
  const show = work.progress('Importing');
  const refused: Told[] = [];
  let taken = 0;
  const all = batches(placed(read, keys), ({ row: [key, json] }) => key.length + json.length);
  await severalAtOnce(all, BATCHES_AT_ONCE, async (batch) => {
    if (work.signal.aborted) throw new Refused('cancelled', 'Cancelled');
    for (const [at, message] of await session.importRows(batch.map(({ row }) => row)))
      refused.push({ line: batch[at]?.line ?? 0, message });
    taken += batch.length;
    show(taken, keys);
  }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    const set = `${taken - refused.length} of ${count(keys, 'key was', 'keys were')} set, and stay`;
    throw new Refused(error.code, `${error.message} (${set})`, { cause: error });
  });
  return refused.sort((one, other) => one.line - other.line);
}

/** Rows with their lines, of a file that was read before, and had so many. @throws Refused where it has changed since */
async function* placed(read: AsyncIterable<Rows>, keys: number): AsyncGenerator<{ row: Row; line: number }[]> {
  let left = keys;
  for await (const { rows, lines, problems } of read) {
    left -= rows.length;
    if (problems.length > 0 || left < 0) throw changed();
    yield rows.map((row, at) => ({ row, line: lines[at] ?? 0 }));
  }
  if (left > 0) throw changed();
}

function changed(): Refused {
  return new Refused('bad-request', 'The file was changed while it was imported.');
}

function tell(path: string, problems: readonly Told[]): void {
  const name = path === '-' ? 'standard input' : path;
  for (const problem of problems) {
    say(`${name}:${problem.line}: ${problem.message}`);
  }
}

function formatOf({ format }: Target, path: string): FileFormat {
  if (path === '') throw new UsageError('Name a file, or - for standard input and output.');
  const [, extension] = /\.(json|csv)$/i.exec(path) ?? [];
  const found = format ?? extension?.toLowerCase();
  if (found !== undefined) return found as FileFormat;
  throw new UsageError(`Say what ${path === '-' ? 'it' : path} is: --format json, or csv.`);
}
