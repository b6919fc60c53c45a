import type { Database } from './database';
import { compareTexts } from './entry';
import type { Version } from './record';
import { isText, type JsonText, type Key } from './text';

export interface Query {
  /** Part of a key or of a value's text, in any case; empty for all keys. */
  readonly search: string;
  readonly sort: 'key' | 'time';
  readonly descending: boolean;
}

/**
 * A key that is shown, with what it is sorted by: of a million, copies of whole versions would be several times as
 * large.
 */
export interface Shown {
  readonly key: Key;
  /** Of its winner's stamp. */
  readonly time: number;
  readonly counter: number;
  readonly isDeleted: boolean;
}

export function shown({ key, value, stamp: { time, counter } }: Version): Shown {
  return { key, time, counter, isDeleted: value === null };
}

/** A deleted key stays in the view this long, so that the deletion can be seen and undone. */
export const SHOW_DELETED_MS = 10_000;

/**
 * The keys of a database, or its deleted ones, searched and sorted, for a window onto them. It follows the change feed:
 * a change costs one pass over the keys and a sort of a nearly sorted list (which TimSort does in O(n)), and only when
 * somebody looks.
 */
export class View {
  #query: Query = { search: '', sort: 'key', descending: false };
  #rows: Shown[] = [];
  #read = 0;
  /** Whether a tombstone is shown, which goes without any change of the database. */
  #showsDeleted = false;

  /** @param keys those that have a value, and for `SHOW_DELETED_MS` those that had one; or those that are deleted */
  constructor(
    readonly database: Database,
    readonly keys: 'set' | 'deleted' = 'set',
  ) {}

  /** Those whose winners match. */
  rows(query: Query): readonly Shown[] {
    if (query.search !== this.#query.search) this.#restart();
    const resort = query.sort !== this.#query.sort || query.descending !== this.#query.descending;
    this.#query = query;
    if (this.#follow() || resort) this.#rows.sort(shownOrder(this.database, query));
    return this.#rows;
  }

  #restart(): void {
    this.#rows = [];
    this.#read = 0;
  }

  /** Takes in what changed since the last look; returns whether anything was added. */
  #follow(): boolean {
    const { feed } = this.database;
    const since = this.#read;
    if (since === feed.head && !this.#showsDeleted) return false;
    this.#read = feed.head;
    const matches = matcher(this.#query.search);
    if (since === 0 && this.keys === 'deleted') {
      for (const part of this.database.tombstones()) {
        for (const winner of part) if (matches(winner)) this.#rows.push(shown(winner));
      }
      return true;
    }
    const changed = new Set<Key>();
    for (const { key } of feed.after(since)) changed.add(key);
    this.#rows = this.#rows.filter((row) => this.#isShown(row) && !changed.has(row.key));
    for (const key of changed) {
      const winner = this.database.winner(key);
      if (winner === undefined || !matches(winner)) continue;
      const row = shown(winner);
      if (this.#isShown(row)) this.#rows.push(row);
    }
    this.#showsDeleted = this.keys === 'set' && this.#rows.some((row) => row.isDeleted && !this.#isContested(row));
    return changed.size > 0;
  }

  #isShown({ key, isDeleted, time }: Shown): boolean {
    if (this.keys === 'deleted') return isDeleted;
    return !isDeleted || this.#isContested({ key }) || time - this.database.clock.now() > -SHOW_DELETED_MS;
  }

  /** Whether somebody set the key while another deleted it: it stays in view until that is settled. */
  #isContested({ key }: Pick<Shown, 'key'>): boolean {
    return this.database.conflicted.has(key);
  }
}

/** The order that a query asks for: by key, or by the time of the last change, as entries are ordered. */
export function shownOrder(database: Database, { sort, descending }: Query): (a: Shown, b: Shown) => number {
  const sign = descending ? -1 : 1;
  if (sort === 'key') return (a, b) => sign * compareTexts(a.key, b.key);
  return (a, b) =>
    sign * (a.time - b.time || a.counter - b.counter || byWinners(database, a, b) || compareTexts(a.key, b.key));
}

function byWinners(database: Database, a: Shown, b: Shown): number {
  const [first, second] = [database.winner(a.key), database.winner(b.key)];
  return first === undefined || second === undefined ? 0 : database.order(first, second);
}

function matcher(search: string): (row: Version) => boolean {
  if (search === '') return () => true;
  const plain = search.toLowerCase();
  const escaped = JSON.stringify(plain).slice(1, -1);
  const inText = (value: JsonText): boolean => {
    if (!value.toLowerCase().includes(escaped)) return false;
    // A text with escapes may match by the letters of an escape, and is read to know.
    return !value.includes('\\') || (JSON.parse(value) as string).toLowerCase().includes(plain);
  };
  return ({ key, value }) => {
    if (key.toLowerCase().includes(plain)) return true;
    if (value === null) return false;
    return isText(value) ? inText(value) : value.toLowerCase().includes(plain);
  };
}
