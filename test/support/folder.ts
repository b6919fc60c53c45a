import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What lasts as long as a test, or all tests of a file. */
export interface Lasting {
  after(done: () => unknown): void;
}

const made: string[] = [];

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * A new folder by its real path, as on macOS a link leads to temporary files. It is removed when the test ends, and what is
 * left then at the end of all: the hooks of a test go in the order in which they came, so a node is closed after that,
 * which writes, and Windows removes no file that is open.
 */
export async function newFolder(test: Lasting): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'byr-')));
  made.push(folder);
  test.after(() => rm(folder, { recursive: true, force: true }).catch(() => {}));
  return folder;
}
