import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '../store/refusal';
import { sayAwaited } from './input';

/** Readable by this user only. */
const PRIVATE = 0o600;

/**
 * A file that can be read several times, from its beginning: the one at a path, or a copy of what comes from a pipe or, by
 * `-`, from standard input, which is gone once it is closed.
 * @throws Refused `not-found`, `bad-request`
 */
export async function openToReread(path: string): Promise<FileHandle> {
  if (path === '-') {
    sayAwaited('The keys are read from here: paste them');
    return copyOf(process.stdin, path);
  }
  const file = await open(path).catch((error: unknown) => unreadable(path, error));
  if ((await file.stat()).isFile()) return file;
  return copyOf(file.createReadStream(), path);
}

/** What can be read of a file that was opened, from its beginning. @throws Refused `bad-request` */
export async function* chunksOf(file: FileHandle, path: string): AsyncGenerator<Buffer> {
  try {
    yield* file.createReadStream({ start: 0, autoClose: false });
  } catch (error) {
    unreadable(path, error);
  }
}

async function copyOf(input: AsyncIterable<Buffer>, path: string): Promise<FileHandle> {
  const copy = await unnamedFile();
  try {
    for await (const chunk of input) await copy.appendFile(chunk).catch(notCopied);
    return copy;
  } catch (error) {
    await copy.close();
    return unreadable(path, error);
  }
}

/** Without its name at once, so that it goes with this process, however that ends. */
async function unnamedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `byr-import-${randomUUID()}`);
  const file = await open(path, 'wx+', PRIVATE).catch(notCopied);
  await unlink(path);
  return file;
}

function notCopied(error: Error): never {
  const why = `What is read cannot be copied to ${tmpdir()} (${error.message}); import it from a file.`;
  throw new Refused('bad-request', why, { cause: error });
}

function unreadable(path: string, error: unknown): never {
  if (error instanceof Refused) throw error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') throw new Refused('not-found', `There is no file ${path}.`, { cause: error });
  throw new Refused('bad-request', `${path} cannot be read (${message}).`, { cause: error });
}
