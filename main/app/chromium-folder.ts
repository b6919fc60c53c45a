import { accessSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { UsageError } from '../config';
import { isRunning } from '../is-running';

const PREFIX = 'build-your-rating-';
/** The process's number, and a random part. */
const NAME = new RegExp(`^${PREFIX}(\\d+)-\\w+$`);

/**
 * Gives Chromium a folder of its own in the system's temporary folder: this app keeps nothing there (its data is in the
 * profile), and two windows sharing one would fight over its caches. It is removed at the end; what Chromium writes
 * after that, or a crash leaves, is removed by the next start. Call before the app is ready. Returns the folder.
 * @throws UsageError
 */
export function separateChromiumFolder(app: App): string {
  checkTemporary();
  for (const { folder, pid } of folders()) if (!isRunning(pid)) remove(folder);
  // Anybody may write to the parent folder, so the name cannot be guessed, and nobody else may enter it.
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  app.setPath('userData', folder);
  app.on('quit', () => remove(folder));
  return folder;
}

/** Those of this user's other windows, the last opened first. */
export function otherFolders(): string[] {
  return folders()
    .filter(({ pid }) => pid !== process.pid && isRunning(pid))
    .map(({ folder }) => ({ folder, opened: ownSince(folder) }))
    .filter(({ opened }) => opened !== null)
    .sort((a, b) => Number(b.opened) - Number(a.opened))
    .map(({ folder }) => folder);
}

function checkTemporary(): void {
  try {
    accessSync(tmpdir(), constants.R_OK | constants.W_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`The folder for temporary files, ${tmpdir()}, cannot be used (${why}); check TMPDIR or TEMP.`);
  }
}

function folders(): { folder: string; pid: number }[] {
  return readdirSync(tmpdir())
    .map((name) => ({ folder: join(tmpdir(), name), pid: Number(NAME.exec(name)?.[1]) }))
    .filter(({ pid }) => Number.isInteger(pid));
}

/** When it was made, ms since 1970; `null` if it is not this user's: in a shared folder, anybody may make one. */
function ownSince(folder: string): number | null {
  try {
    const { uid, mode, birthtimeMs } = lstatSync(folder);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    return isOwn ? birthtimeMs : null;
  } catch {
    // It was removed meanwhile.
    return null;
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else's, or still held by a process that is ending: the next start tries again.
  }
}
