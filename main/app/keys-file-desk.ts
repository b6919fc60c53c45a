import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Exported, Imported, KeysCheck } from '../../preload/contract/keys-file';
import { goOn, partOf, type Work } from '../backup/work';
import { BATCHES_AT_ONCE, batches } from '../batches';
import { decodedPieces } from '../decoded';
import type { Separator } from '../keys-file/csv';
import { type FileFormat, type Rows, RowWriter, readRows } from '../keys-file/rows';
import { pageOf, rowsOf } from '../net/server/export-page';
import type { Node } from '../node/node';
import { writeOutput } from '../output-file';
import { severalAtOnce } from '../several';
import { Refused } from '../store/refusal';
import type { LongWork } from './long-work';

/** By it Excel knows UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** More than anybody mends at once. */
const FIRST_MISTAKES = 50;

export interface KeysFileSystem {
  /** The user's choice of a file of keys; `null` for none. */
  chooseInput(): Promise<string | null>;
  chooseOutput(): Promise<string | null>;
  /** What the spreadsheets of this user's language put between two fields. */
  separator(): Separator;
}

/** A file without mistakes. */
interface Checked extends Pick<Stats, 'size' | 'mtimeMs'> {
  readonly keys: number;
  readonly changedKeys: number;
  /** Of the database that it was compared with. */
  readonly fingerprint: string;
}

/**
 * What one window does with files of keys: it writes all keys to one, and sets those of another. As with backups, it must never
 * open a path from the page: its user chooses a file in a dialog of the system.
 */
export class KeysFileDesk {
  #chosen: string | null = null;
  #checked: Checked | null = null;

  constructor(
    readonly node: Node,
    readonly long: LongWork,
    readonly system: KeysFileSystem,
  ) {}

  /** `null` if the user chose no file. @throws Refused `not-keys`, `bad-file`, `not-found`, `cancelled` */
  async export(): Promise<Exported | null> {
    const path = await this.system.chooseOutput();
    if (path === null) return null;
    const format = formatOf(path);
    const keys = await this.long.run('export', (work) => this.#write(path, format, work));
    return { name: basename(path), keys };
  }

  /** The name of the file that the user chose; `null` for none. @throws Refused `not-keys` */
  async choose(): Promise<string | null> {
    const path = await this.system.chooseInput();
    if (path === null) return null;
    formatOf(path);
    this.#chosen = path;
    this.#checked = null;
    return basename(path);
  }

  /** @throws Refused `not-found` if the file is gone or none was chosen, `bad-file`, `bad-text`, `cancelled` */
  check(): Promise<KeysCheck> {
    const path = this.#path;
    return this.long.run('check-keys', async (work) => {
      const { size, mtimeMs } = await statOf(path);
      const { fingerprint } = this.node.database;
      const check: KeysCheck = { keys: 0, newKeys: 0, changedKeys: 0, sameKeys: 0, mistakes: 0, firstMistakes: [] };
      const read = (bytes: number): void => work.progress?.(bytes, size);
      for await (const rows of rowsIn(path, read)) {
        goOn(work);
        this.#count(check, rows);
      }
      const { keys, changedKeys } = check;
      if (this.#chosen === path)
        this.#checked = check.mistakes > 0 ? null : { size, mtimeMs, keys, changedKeys, fingerprint };
      return check;
    });
  }

  /**
   * Sets the keys of the file that was checked, after a backup if that changes any, or may, as the database changed since.
   * @throws Refused `bad-request` unless it was checked and has no mistake, `file-changed`, `not-found`, `bad-file`,
   * `backup-failed`, `disk`, `cancelled`; what was set before it stays
   */
  import(): Promise<Imported> {
    const path = this.#path;
    const checked = this.#checked;
    if (checked === null) throw new Refused('bad-request', 'The file was not checked, or has mistakes.');
    return this.long.run('import', async (work) => {
      const { size, mtimeMs } = await statOf(path);
      if (size !== checked.size || mtimeMs !== checked.mtimeMs) throw changed();
      const { database, backups } = this.node;
      const mayChange = checked.changedKeys > 0 || database.fingerprint !== checked.fingerprint;
      const backsUp = mayChange && database.rule === 'latest' && backups.status().folder !== null;
      if (backsUp) await backups.now(partOf(work, 0, 2));
      const counts = await this.#set(path, checked.keys, backsUp ? partOf(work, 1, 2) : work);
      return { ...counts, backedUp: backsUp };
    });
  }

  get #path(): string {
    if (this.#chosen === null) throw new Refused('not-found', 'No file of keys was chosen yet.');
    return this.#chosen;
  }

  async #write(path: string, format: FileFormat, work: Work): Promise<number> {
    const { database } = this.node;
    const writer = new RowWriter(format, 'text', this.system.separator());
    const snapshot = this.node.snapshot();
    let keys = 0;
    try {
      const rows = rowsOf(snapshot);
      await writeOutput(path, async (file) => {
        await file.writeFile(`${format === 'csv' ? BYTE_ORDER_MARK : ''}${writer.begin()}`);
        for (let isDone = false; !isDone; ) {
          goOn(work);
          const page = pageOf(rows);
          await file.writeFile(writer.write(page.rows));
          keys += page.rows.length;
          isDone = page.done;
          work.progress?.(keys, Math.max(keys, database.size));
        }
        await file.writeFile(writer.end());
      });
      return keys;
    } catch (error) {
      throw error instanceof Refused ? error : badFile(path, 'written', error);
    } finally {
      snapshot.close();
    }
  }

  #count(check: KeysCheck, { rows, problems }: Rows): void {
    check.keys += rows.length;
    for (const [key, value] of rows) {
      const here = this.node.get(key);
      if (here === null) check.newKeys += 1;
      else if (here === value) check.sameKeys += 1;
      else check.changedKeys += 1;
    }
    check.mistakes += problems.length;
    for (const { line, code, message } of problems.slice(0, FIRST_MISTAKES - check.firstMistakes.length))
      check.firstMistakes.push({ line, why: { code, message } });
  }

  async #set(path: string, keys: number, work: Work): Promise<Pick<Imported, 'set' | 'refused'>> {
    let [set, refused] = [0, 0];
    const all = batches(goodRowsIn(path, keys), ([key, json]) => key.length + json.length);
    try {
      await severalAtOnce(all, BATCHES_AT_ONCE, async (batch) => {
        goOn(work);
        const not = (await this.node.putAll(batch)).length;
        refused += not;
        set += batch.length - not;
        work.progress?.(set + refused, keys);
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Refused(error.code, `${error.message} At least ${set} of ${keys} keys were set, and stay.`, {
        cause: error,
      });
    }
    return { set, refused };
  }
}

/** @throws Refused `not-keys` */
function formatOf(path: string): FileFormat {
  const [, extension] = /\.(json|csv)$/i.exec(path) ?? [];
  if (extension === undefined) throw new Refused('not-keys', `${path} ends neither in .csv nor in .json.`);
  return extension.toLowerCase() as FileFormat;
}

/** @param read is called with the bytes read so far */
function rowsIn(path: string, read: (bytes: number) => void = () => {}): AsyncGenerator<Rows> {
  return readRows(decodedPieces(chunksOf(path, read)), formatOf(path), 'text');
}

/** Of a file that was checked before, and had so many keys. @throws Refused `file-changed` */
async function* goodRowsIn(path: string, keys: number): AsyncGenerator<Rows['rows']> {
  let left = keys;
  for await (const { rows, problems } of rowsIn(path)) {
    left -= rows.length;
    if (problems.length > 0 || left < 0) throw changed();
    yield rows;
  }
  if (left > 0) throw changed();
}

async function* chunksOf(path: string, read: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      bytes += (chunk as Buffer).length;
      read(bytes);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw badFile(path, 'read', error);
  }
}

/** @throws Refused `not-found`, `bad-file`, also for a pipe: opening one may never end, nor can that be cancelled */
async function statOf(path: string): Promise<Stats> {
  const stats = await stat(path).catch((error) => {
    throw badFile(path, 'read', error);
  });
  if (!stats.isFile()) throw badFile(path, 'read', new Error('It is not a file.'));
  return stats;
}

function changed(): Refused {
  return new Refused('file-changed', 'The file was changed since it was checked.');
}

function badFile(path: string, what: 'read' | 'written', cause: unknown): Refused {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new Refused(code === 'ENOENT' ? 'not-found' : 'bad-file', `${path} cannot be ${what} (${message}).`, {
    cause,
  });
}
