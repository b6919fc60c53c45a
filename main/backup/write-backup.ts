import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { writeWhole } from '../disk/whole-file';
import type { Entry } from '../store/entry';
import { Refused } from '../store/refusal';
import { toTuple } from '../store/tuple';
import { fileName, type Header, headerLine, trailerLine } from './format';
import { verifyBackup } from './read-backup';
import { goOn, partOf, type Work } from './work';

/** UTF-16 units of text made in one go: some ms of work between two turns of the event loop. */
const SLICE = 64 * 1024;
/** 1 is half again as fast as the default, 6, and leaves a file of entries some 10 % larger. */
const GZIP = { level: 1, chunkSize: 64 * 1024 };

/**
 * Writes a backup into a folder, and reads it back before it gets its name. A half-written one is never visible. Each
 * entry counts half when it is written and half when it is read.
 * @param entries as many as the header says, with its fingerprint; read on demand, in bounded memory
 * @returns the path of the file
 * @throws Refused `backup-failed` if the folder does not take it, `bad-backup` if it reads back differently,
 * `cancelled`
 */
export async function writeBackup(
  folder: string,
  header: Header,
  entries: Iterable<Entry>,
  work: Work = {},
): Promise<string> {
  const path = join(folder, fileName(header));
  const write = async (file: FileHandle): Promise<void> => {
    const lines = Readable.from(textOf(header, entries, partOf(work, 0, 2)), { highWaterMark: 1 });
    const packed: AsyncIterable<Buffer> = pipeline(lines, createGzip(GZIP), () => {});
    // As a step of the pipeline, it would end in an abort in place of the reason.
    for await (const chunk of packed) await file.writeFile(chunk);
  };
  const check = async (unfinished: string): Promise<void> => {
    await verifyBackup(unfinished, partOf(work, 1, 2));
  };
  await writeWhole(path, write, check).catch((error: unknown) => {
    if (error instanceof Refused) throw error;
    const why = `The backup could not be written to ${folder} (${(error as Error).message}).`;
    throw new Refused('backup-failed', `${why} Make room there, or choose another folder.`, { cause: error });
  });
  return path;
}

/** The text of a backup, in slices. Compressing them, in a thread of its own, leaves the event loop free in between. */
function* textOf(header: Header, entries: Iterable<Entry>, work: Work): Generator<Buffer> {
  const sha256 = createHash('sha256');
  let text = headerLine(header);
  let done = 0;
  const slice = (): Buffer => {
    goOn(work);
    work.progress?.(done, header.entries);
    const bytes = Buffer.from(text);
    sha256.update(bytes);
    text = '';
    return bytes;
  };
  for (const entry of entries) {
    text += `${JSON.stringify(toTuple(entry))}\n`;
    done += 1;
    if (text.length >= SLICE) yield slice();
  }
  yield slice();
  yield Buffer.from(trailerLine(sha256.digest('hex')));
}
