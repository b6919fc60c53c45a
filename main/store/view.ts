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

/** A deleted key stays in the view this long, so that the deletion can be seen and undone. */
export const SHOW_DELETED_MS = 10_000;

/**
 * The keys of a database, searched and sorted, for a window onto them. It follows the change feed: a change costs one
 * pass over the keys and a sort of a nearly sorted list (which TimSort does in O(n)), and only when somebody looks.
 */
export class View {
  #query: Query = { search: '', sort: 'key', descending: false };
  #rows: Version[] = [];
  #read = 0;
  /** Whether a tombstone is shown, which goes without any change of the database. */
  #showsDeleted = false;

  constructor(readonly database: Database) {}

  /** Winners that match; tombstones only while they are younger than `SHOW_DELETED_MS`. */
  rows(query: Query): readonly Version[] {
    if (query.search !== this.#query.search) this.#restart();
    const resort = query.sort !== this.#query.sort || query.descending !== this.#query.descending;
    this.#query = query;
    if (this.#follow() || resort) this.#rows.sort(this.#order(query));
    return this.#rows;
  }

  #restart(): void {
    this.#rows = [];
    this.#read = 0;
  }

  /** Takes in what changed since the last look; returns whether anything was added. */
  #follow(): boolean {
    if (this.#read === this.database.feed.head && !this.#showsDeleted) return false;
    const changed = new Set<Key>();
    for (const { key } of this.database.feed.after(this.#read)) changed.add(key);
    this.#read = this.database.feed.head;
    const matches = matcher(this.#query.search);
    this.#rows = this.#rows.filter((row) => this.#isShown(row) && !changed.has(row.key));
    for (const key of changed) {
      const winner = this.database.winner(key);
      if (winner !== undefined && this.#isShown(winner) && matches(winner)) this.#rows.push(winner);
    }
    this.#showsDeleted = this.#rows.some(({ value }) => value === null);
    return changed.size > 0;
  }

  #order({ sort, descending }: Query): (a: Version, b: Version) => number {
    const sign = descending ? -1 : 1;
    if (sort === 'key') return (a, b) => sign * compareTexts(a.key, b.key);
    return (a, b) => sign * (this.database.order(a, b) || compareTexts(a.key, b.key));
  }

  #isShown(row: Version): boolean {
    return row.value !== null || this.database.clock.ahead(row.stamp) > -SHOW_DELETED_MS;
  }
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
