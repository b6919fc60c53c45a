import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lasting, newFolder } from './folder';

/** A file system of some MB in memory, which really runs full; `null` where this user may not mount one. */
export async function smallDisk(test: Lasting, megabytes: number): Promise<string | null> {
  const folder = await newFolder(test);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  test.after(() => execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Takes all the space that is left, and returns what gives it back. */
export function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  for (let size = 1024 * 1024, at = 0; size >= 1; at++) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      size = Math.floor(size / 2);
    }
    if (at > 10_000) throw new Error('The disk does not run full.');
  }
  return () => rmSync(file);
}

export function remountReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder]);
}
