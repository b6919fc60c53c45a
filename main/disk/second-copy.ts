import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { forgetBefore } from './before';
import { Damaged } from './damaged';
import { type Batch, type Disk, FINGERPRINT, type Haste } from './disk';
import type { LevelDisk } from './level';
import { ProfileNewer } from './newer';
import { removeAbandoned, writeWhole } from './whole-file';

const FILE = 'node.json';
/**
 * Raised when rows, notes or files of a profile change so that older versions would take them for damaged, or for none.
 * The file says it before anything else of that form is written, and always by this name.
 */
export const PROFILE_FORM = 1;
/** Notes come in bursts, and one lost with its database was young anyway. */
const SOON_MS = 500;
/** Notes about one database only, and not about one that replaces it. */
export const OF_DATABASE: readonly string[] = [FINGERPRINT, 'lineage', 'cursors'];

const newerSchema = v.object({ form: v.pipe(v.number(), v.gtValue(PROFILE_FORM)) });
const copySchema = v.object({
  /** The disk held an entry with this number. */
  head: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  notes: v.record(v.string(), v.unknown()),
});
export type SecondCopy = v.InferOutput<typeof copySchema>;

/** What the file in a profile says; `null` if there is none, or it cannot be read. @throws ProfileNewer */
export async function readSecondCopy(profile: string): Promise<SecondCopy | null> {
  const json: unknown = await readFile(join(profile, FILE), 'utf8')
    .then((text) => JSON.parse(text))
    .catch(() => null);
  if (v.is(newerSchema, json)) throw new ProfileNewer(profile);
  const copy = v.safeParse(copySchema, json);
  return copy.success ? copy.output : null;
}

export async function writeSecondCopy(profile: string, copy: SecondCopy): Promise<void> {
  const text = JSON.stringify({ form: PROFILE_FORM, ...copy });
  await writeWhole(join(profile, FILE), (file) => file.writeFile(text));
}

/**
 * A disk whose notes are also in a file beside it, so that a node keeps its identity if its database is damaged. The
 * file also says how far the database was filled: LevelDB does not notice a missing end of its log.
 */
export class CopiedDisk implements Disk {
  #head = 0;
  #isWell = false;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    readonly profile: string,
    readonly level: LevelDisk,
    /** As on the disk: a start asks for a dozen, and each would be a read from LevelDB. */
    readonly notes: Map<string, unknown>,
    /** The disk should have numbers up to this one at least. */
    readonly least: number,
  ) {}

  /** @param level is closed if that fails. @throws Damaged */
  static async open(profile: string, level: LevelDisk, copy: SecondCopy | null): Promise<CopiedDisk> {
    const notes = await level.notes().catch(async (error) => {
      await level.close();
      throw error;
    });
    return new CopiedDisk(profile, level, new Map(Object.entries(notes)), copy?.head ?? 0);
  }

  async *entries(): ReturnType<LevelDisk['entries']> {
    let head = 0;
    for await (const chunk of this.level.entries()) {
      head = chunk.at(-1)?.seq ?? head;
      yield chunk;
    }
    if (head < this.least)
      throw new Damaged(`its newest entries are gone: ${this.least} were written, ${head} are left`);
    this.#head = Math.max(this.#head, head);
  }

  async write(batch: Batch, haste?: Haste): Promise<void> {
    const last = batch.put.at(-1)?.seq ?? 0;
    await this.level.write(batch, haste);
    this.#head = Math.max(this.#head, last);
  }

  /** The fingerprint is written with the batches, not as a note. */
  async readNote(name: string): Promise<unknown> {
    return name === FINGERPRINT ? this.level.readNote(name) : this.notes.get(name);
  }

  async writeNote(name: string, value: unknown): Promise<void> {
    await this.level.writeNote(name, value);
    this.notes.set(name, value);
    if (OF_DATABASE.includes(name)) return;
    if (this.#isWell) this.#timer ??= setTimeout(() => this.#save(), SOON_MS);
  }

  reopen(): Promise<void> {
    return this.level.reopen();
  }

  async close(): Promise<void> {
    await this.level.close();
    if (!this.#isWell) return;
    this.#save();
    await this.#saving;
    await this.#forgetBefore();
  }

  /**
   * Call once everything was read as it was written: until then the previous file may be the only good one. Then what
   * killed processes left behind goes.
   */
  async foundWell(): Promise<void> {
    this.#isWell = true;
    this.#save();
    await this.#forgetBefore();
    await removeAbandoned(this.profile, Date.now()).catch(() => {});
  }

  /** What Windows keeps, as LevelDB has it open, is removed when that closes or, after a kill, by the next start. */
  #forgetBefore(): Promise<void> {
    return forgetBefore(this.profile).catch(() => {});
  }

  /** If it cannot be written, the previous file stays: both are of use only once the database is damaged. */
  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const notes = Object.fromEntries([...this.notes].filter(([name]) => !OF_DATABASE.includes(name)));
    const copy = { head: this.#head, notes } satisfies SecondCopy;
    this.#saving = this.#saving.then(() => writeSecondCopy(this.profile, copy)).catch(() => {});
  }
}
