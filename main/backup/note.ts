import { basename } from 'node:path';
import * as v from 'valibot';
import type { Notes } from '../disk/disk';
import type { Refused } from '../store/refusal';
import type { Listed } from './folder';

const NOTE = 'backups';
/** Longest interval that a user may choose, min: a day is as good as never, and never is a choice of its own. */
export const MAX_MINUTES = 24 * 60;
const DEFAULT_MINUTES = 15;

/** Why a backup cannot be restored. */
const problemSchema = v.object({
  code: v.picklist(['bad-backup', 'not-a-backup', 'newer-backup']),
  message: v.string(),
});
export type Problem = v.InferOutput<typeof problemSchema>;

const foundSchema = v.object({ at: v.number(), size: v.number(), problem: v.nullable(problemSchema) });

/** Each part for itself: what another version wrote in a form of its own takes no choice of the user with it. */
const noteSchema = v.object({
  folder: v.fallback(v.nullable(v.string()), null),
  minutes: v.fallback(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_MINUTES))),
    DEFAULT_MINUTES,
  ),
  found: v.pipe(v.record(v.string(), v.unknown()), v.transform(known)),
});

type Note = v.InferOutput<typeof noteSchema>;

/** A file of which nothing is known is read once more. */
function known(found: Record<string, unknown>): Record<string, v.InferOutput<typeof foundSchema>> {
  const read = Object.entries(found).map(([name, one]) => [name, v.safeParse(foundSchema, one)] as const);
  return Object.fromEntries(read.flatMap(([name, one]) => (one.success ? [[name, one.output]] : [])));
}

/** A node's note on its backups: the user's choices, and when each file was last read through, with what result. */
export class BackupsNote {
  #note: Note = { folder: null, minutes: DEFAULT_MINUTES, found: {} };
  /** The write begun last. */
  #latest: Promise<void> = Promise.resolve();

  constructor(readonly notes: Notes) {}

  async read(): Promise<void> {
    const kept = v.safeParse(noteSchema, await this.notes.readNote(NOTE));
    if (kept.success) this.#note = kept.output;
  }

  /** The folder that the user chose; `null` for the usual one. */
  get folder(): string | null {
    return this.#note.folder;
  }

  /** Between two backups; `null` if none is made unasked. */
  get minutes(): number | null {
    return this.#note.minutes;
  }

  /** What was found in one folder does not hold in another, though names be the same. @throws Refused `disk` */
  choose(choice: { folder?: string | null; minutes?: number | null }): Promise<void> {
    const change = choice.folder === undefined ? choice : { ...choice, found: {} };
    return this.#write(change);
  }

  /**
   * When a file was last read through (ms since 1970), and what was wrong with it; `null` if it has been replaced
   * since, or this version of the app can read what an older one could not.
   */
  found({ path, size, header }: Listed): { at: number; problem: Problem | null } | null {
    const found = this.#note.found[basename(path)];
    const isReadable = header !== null && found?.problem?.code === 'newer-backup';
    return found?.size === size && !isReadable ? found : null;
  }

  /** @param listed the existing files: findings on others are forgotten */
  async find(path: string, size: number, at: number, why: Refused | null, listed: readonly Listed[]): Promise<void> {
    const problem = v.safeParse(v.nullable(problemSchema), why);
    // Such as a file that is gone or was not read to its end.
    if (!problem.success) return;
    const names = new Set(listed.map((file) => basename(file.path)));
    const kept = Object.entries(this.#note.found).filter(([name]) => names.has(name));
    const found = { ...Object.fromEntries(kept), [basename(path)]: { at, size, problem: problem.output } };
    this.#note = { ...this.#note, found };
    // If the disk does not take the note, the file is read once more; no backup is lost.
    await this.#write({}).catch(() => {});
  }

  /** One after the other, as each writes the whole note: else a later one would take back what is being chosen. */
  #write(change: Partial<Note>): Promise<void> {
    const written = this.#latest.then(async () => {
      await this.notes.writeNote(NOTE, { ...this.#note, ...change });
      this.#note = { ...this.#note, ...change };
    });
    this.#latest = written.catch(() => {});
    return written;
  }
}
