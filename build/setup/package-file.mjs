import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npm } from './npm.mjs';
import { run } from './run.mjs';

/**
 * Fetches one file from the npm registry that must not become a dependency, checks it and unpacks it. The folder
 * appears only once complete.
 *
 * @param {string} spec name@version
 * @param {string} integrity the file's SHA-512 as npm writes it; a different file is refused
 * @param {string} folder the target; it must not exist
 * @param {(file: string, into: string, cwd: string) => Promise<unknown>} unpack file and into are names in cwd
 */
export async function fetchPackage(spec, integrity, folder, unpack) {
  const scratch = `${folder}.part`;
  // An interrupted set-up may have left one.
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  try {
    await npm(['pack', spec], scratch);
    const [file] = readdirSync(scratch);
    if (!file) throw new Error(`npm fetched nothing for ${spec}`);
    const digest = await sha512(join(scratch, file));
    if (digest !== integrity) throw new Error(`${spec} is not the file that was checked: ${digest}`);
    mkdirSync(join(scratch, 'content'));
    await unpack(file, 'content', scratch);
    renameSync(join(scratch, 'content'), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Unpacks a tar file. Names relative to cwd only: GNU tar takes the colon of a Windows path as a host's.
 *
 * @param {string} file
 * @param {string} into
 * @param {string} cwd
 * @param {string[]} more options and members
 */
export const untar = (file, into, cwd, more) =>
  run('tar', ['-xzf', file, '-C', into, '--no-same-owner', ...more], { cwd });

/** @param {string} file */
async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
