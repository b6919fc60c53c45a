import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isRunning } from '../is-running';
import { writePassing } from './whole-file';

const NAME = 'holder.json';

const holderSchema = v.object({
  pid: v.number(),
  /** Where its node listens, and the key that lets the same user's programs in: 32 bytes in base64. */
  port: v.optional(v.number()),
  key: v.optional(v.string()),
});
/** The process that holds a profile. */
export type Holder = v.InferOutput<typeof holderSchema>;

/**
 * Tells a process that finds the profile held which one holds it, and the user's programs how to get in. Nobody else
 * can read it.
 */
export function writeHolder(profile: string, holder: Holder): Promise<void> {
  return writePassing(join(profile, NAME), `${JSON.stringify(holder)}\n`);
}

export function removeHolder(profile: string): Promise<void> {
  return rm(join(profile, NAME), { force: true });
}

/** `null` if nobody holds the profile, or the holder did not say. */
export async function readHolder(profile: string): Promise<Holder | null> {
  try {
    return v.parse(holderSchema, JSON.parse(await readFile(join(profile, NAME), 'utf8')));
  } catch {
    return null;
  }
}

/**
 * The holder whose node listens on a given port of this machine: of several, as killed ones leave what they wrote and a
 * process of another program may have their number, the one that wrote last. Only one can have the port.
 * @param base the folder of the profiles
 */
export async function holderOn(base: string, port: number): Promise<Holder | null> {
  const names = await readdir(base).catch(() => []);
  const all = await Promise.all(names.map((name) => dated(join(base, name))));
  const there = all.filter(({ holder }) => holder?.port === port && isRunning(holder.pid));
  return there.sort((one, other) => other.at - one.at)[0]?.holder ?? null;
}

async function dated(profile: string): Promise<{ holder: Holder | null; at: number }> {
  const written = await stat(join(profile, NAME)).catch(() => null);
  return { holder: await readHolder(profile), at: written?.mtimeMs ?? 0 };
}
