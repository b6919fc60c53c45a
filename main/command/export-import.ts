import { createReadStream } from 'node:fs';
import { UsageError } from '../config';
import type { Row } from '../net/server/backup-server';
import { severalAtOnce } from '../several';
import { Refused } from '../store/refusal';
import { BATCHES_AT_ONCE, batches } from './batches';
import { readText } from './input';
import { type LongWork, longWork, unlessCancelled } from './long-work';
import { writeOutput } from './output-file';
import { print, printAsIs, say } from './print';
import { type Problem, RowWriter, readRows } from './rows';
import type { Session } from './session';
import { type FileFormat, type Target, withSession } from './target';
import { count } from './units';

/** Most bytes of a file to import, which is checked as a whole: twice what a million short keys take. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

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
        throw new Refused('bad-request', `${path} cannot be written (${(error as Error).message}).`);
      });
      work.clear();
      say(`${count(written, 'key', 'keys')} exported.`);
    }),
  );
}

/** Checks a whole file of keys, or standard input, then sets them. */
export async function importKeys(target: Target, path = ''): Promise<void> {
  const format = formatOf(target, path);
  const { rows, lines, problems } = readRows(await textOf(path), format, target.as ?? 'text');
  if (problems.length > 0) {
    tell(path, problems);
    throw new Refused('bad-request', `${count(problems.length, 'mistake', 'mistakes')} in the file: nothing was set.`);
  }
  await withSession(target, (session) =>
    longWork(async (work) => {
      const refused = await sendRows(session, rows, lines, work);
      work.clear();
      if (target.json) print(JSON.stringify({ set: rows.length - refused.length, refused }));
      else say(`${count(rows.length - refused.length, 'key', 'keys')} set.`);
      if (refused.length === 0) return;
      tell(path, refused);
      throw new Refused('bad-request', `The node refused ${count(refused.length, 'key', 'keys')}.`);
    }),
  );
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

async function sendRows(session: Session, rows: Row[], lines: number[], work: LongWork): Promise<Problem[]> {
  const show = work.progress('Importing');
  const refused: Problem[] = [];
  let sent = 0;
  let taken = 0;
  const all = batches([rows], ([key, json]) => key.length + json.length);
  await severalAtOnce(all, BATCHES_AT_ONCE, async (batch) => {
    if (work.signal.aborted) throw new Refused('cancelled', 'Cancelled');
    const from = sent;
    sent += batch.length;
    for (const [at, message] of await session.importRows(batch))
      refused.push({ line: lines[from + at] ?? null, message });
    taken += batch.length;
    show(taken, rows.length);
  }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    const set = `${taken - refused.length} of ${count(rows.length, 'key was', 'keys were')} set, and stay`;
    throw new Refused(error.code, `${error.message} (${set})`, { cause: error });
  });
  return refused.sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}

function tell(path: string, problems: readonly Problem[]): void {
  const name = path === '-' ? 'standard input' : path;
  for (const problem of problems) {
    const place = problem.line === null ? name : `${name}:${problem.line}`;
    say(`${place}: ${problem.message}`);
  }
}

function formatOf({ format }: Target, path: string): FileFormat {
  if (path === '') throw new UsageError('Name a file, or - for standard input and output.');
  const [, extension] = /\.(json|csv)$/i.exec(path) ?? [];
  const found = format ?? extension?.toLowerCase();
  if (found !== undefined) return found as FileFormat;
  throw new UsageError(`Say what ${path === '-' ? 'it' : path} is: --format json, or csv.`);
}

function textOf(path: string): Promise<string> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  const tooLong = (): Refused => new Refused('bad-request', 'A file to import has at most 128 MiB; split it.');
  return readText(input, MAX_FILE_BYTES, tooLong).catch((error: unknown) => {
    throw unreadable(path, error as NodeJS.ErrnoException);
  });
}

function unreadable(path: string, error: NodeJS.ErrnoException): Refused {
  if (error instanceof Refused) return error;
  if (error.code === 'ENOENT') return new Refused('not-found', `There is no file ${path}.`, { cause: error });
  return new Refused('bad-request', `${path} cannot be read (${error.message}).`, { cause: error });
}
