import type { Database } from './database';
import { byKey, folded, type Named } from './key-order';
import type { Version } from './record';
import { SortedList } from './sorted-list';
import { isText, type JsonText, type Key } from './text';

export interface Query {
  /** Part of a key or of a value's text, in any case, with or without its accents; empty for all keys. */
  readonly search: string;
  /** All keys with a value; only those in conflict, deleted ones included; or only those that are deleted. */
  readonly show: 'all' | 'conflicts' | 'deleted';
}

/** In which order the keys stand. */
export interface Sorting {
  /** By key, or by the time of the last change. */
  readonly sort: 'key' | 'time';
  readonly descending: boolean;
}

/**
 * A key that is shown, with what it is sorted by: of a million, copies of whole versions would be several times as
 * large.
 */
interface Shown extends Named {
  readonly key: Key;
  /** Of its winner's stamp. */
  readonly time: number;
  readonly counter: number;
}

/** A deleted key stays among all this long, so that the deletion can be seen and undone. */
export const SHOW_DELETED_MS = 10_000;
/** What is taken in in one step, some ms of work: changes, each 4 µs, and UTF-16 units of their values. */
const CHANGES = 256;
const UNITS = 128 * 1024;

/**
 * The keys of a database that a query finds, in order, for a window onto them. It follows the change feed, and only when
 * somebody looks: step by step, as the first look reads the whole database. After that a change costs microseconds.
 */
export class View {
  readonly #matches: (winner: Version) => boolean;
  #byKey = new SortedList<Shown>(byKey);
  /** Only while it is asked for. */
  #byTime: SortedList<Shown> | null = null;
  #sort: Sorting['sort'] = 'key';
  /** Those shown among all though deleted, and since when, until `SHOW_DELETED_MS` are over. */
  readonly #fading = new Map<Key, number>();
  /** The earliest time in there. */
  #earliest = Number.POSITIVE_INFINITY;
  /** It knows what changed up to this number of the feed; `null` before the first look. */
  #read: number | null = null;
  #steps: Iterator<void> | null = null;

  constructor(
    readonly database: Database,
    readonly query: Query,
  ) {
    this.#matches = matcher(query.search);
  }

  /**
   * Does a little of what is to be done before it can be read in an order, a ms or so. Returns whether nothing is left:
   * until the database changes, it then shows what that holds.
   */
  step(sort: Sorting['sort']): boolean {
    this.#sort = sort;
    if (sort === 'key') this.#byTime = null;
    this.#steps ??= this.#look();
    const isDone = this.#steps.next().done === true;
    if (isDone) this.#steps = null;
    return isDone && (sort === 'key' || this.#byTime !== null);
  }

  /** The number of keys. */
  get size(): number {
    return this.#byKey.length;
  }

  /** Whether it showed keys, when last looked at, that go by themselves. */
  get isFading(): boolean {
    return this.#fading.size > 0;
  }

  /** Some keys, from the place `offset` in the order. Call once a `step` for that order said that nothing is left. */
  keys(offset: number, limit: number, { sort, descending }: Sorting): Key[] {
    const rows = (sort === 'time' ? this.#byTime : null) ?? this.#byKey;
    const end = Math.max(0, rows.length - offset);
    const found = descending ? rows.slice(Math.max(0, end - limit), end).reverse() : rows.slice(offset, offset + limit);
    return found.map(({ key }) => key);
  }

  *#look(): Generator<void> {
    const { feed } = this.database;
    if (this.#read === null) yield* this.#gather();
    if (this.#sort === 'time' && this.#byTime === null) yield* this.#orderByTime();
    // Last, and until nothing is left, as the database may change and time passes between two steps.
    do {
      yield* this.#fade();
      while ((this.#read ?? 0) < feed.head) {
        this.#follow(feed.head);
        yield;
      }
    } while (!this.#isNew(this.#earliest));
  }

  /** What changes meanwhile is taken in afterwards. */
  *#gather(): Generator<void> {
    const { head } = this.database.feed;
    const rows: Shown[] = [];
    for (const key of this.#candidates()) {
      const row = key === undefined ? null : this.#rowOf(key);
      if (row !== null) rows.push(row);
      yield;
    }
    this.#byKey = yield* SortedList.of(rows, byKey);
    this.#read = head;
  }

  #candidates(): Iterable<Key | undefined> {
    const { database } = this;
    if (this.query.show === 'conflicts') return [...database.conflicted];
    return this.query.show === 'deleted' ? database.tombstones() : database.keys();
  }

  /** Takes in some of the changes up to the feed's last number. */
  #follow(head: number): void {
    let [changes, units] = [0, 0];
    for (const { key, value, seq } of this.database.feed.after(this.#read ?? 0)) {
      this.#take(key);
      this.#read = seq;
      changes += 1;
      units += value?.length ?? 0;
      if (changes === CHANGES || units > UNITS) return;
    }
    this.#read = head;
  }

  *#fade(): Generator<void> {
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const [key, since] of this.#fading) {
      if (this.#isNew(since)) this.#earliest = Math.min(this.#earliest, since);
      else this.#drop(key);
      yield;
    }
  }

  *#orderByTime(): Generator<void> {
    this.#byTime = yield* SortedList.of(this.#byKey, byTime);
  }

  #drop(key: Key): void {
    this.#fading.delete(key);
    const before = this.#byKey.delete(shown(key));
    if (before !== undefined) this.#byTime?.delete(before);
  }

  /** Takes in how a key is now. */
  #take(key: Key): void {
    const row = this.#rowOf(key);
    const before = row === null ? this.#byKey.delete(shown(key)) : this.#byKey.put(row);
    if (before !== undefined) this.#byTime?.delete(before);
    if (row !== null) this.#byTime?.put(row);
  }

  /** `null` for a key that is not to be shown, or no more. */
  #rowOf(key: Key): Shown | null {
    const winner = this.database.winner(key);
    this.#fading.delete(key);
    if (winner === undefined || !this.#isShown(winner) || !this.#matches(winner)) return null;
    const { time, counter } = winner.stamp;
    const isSet = winner.value !== null || this.query.show !== 'all' || this.#isContested(key);
    if (!isSet) {
      const since = this.#since(time);
      this.#fading.set(key, since);
      this.#earliest = Math.min(this.#earliest, since);
    }
    return shown(key, time, counter);
  }

  #isShown({ key, value, stamp }: Version): boolean {
    if (this.query.show === 'conflicts') return this.#isContested(key);
    if (this.query.show === 'deleted') return value === null;
    return value !== null || this.#isContested(key) || this.#isNew(this.#since(stamp.time));
  }

  /** When a deletion was made: of one stamped ahead, when it came. The first look does not know when that was. */
  #since(time: number): number {
    const now = this.database.clock.now();
    if (this.#read === null && time - now >= SHOW_DELETED_MS) return Number.NEGATIVE_INFINITY;
    return Math.min(time, now);
  }

  /** A wall clock that is set back ends it, too. */
  #isNew(since: number): boolean {
    return since === Number.POSITIVE_INFINITY || Math.abs(this.database.clock.now() - since) < SHOW_DELETED_MS;
  }

  /** Whether somebody set the key while another deleted it: it stays in view until that is settled. */
  #isContested(key: Key): boolean {
    return this.database.conflicted.has(key);
  }
}

function shown(key: Key, time = 0, counter = 0): Shown {
  return { key, name: folded(key), time, counter };
}

function byTime(a: Shown, b: Shown): boolean {
  if (a.time !== b.time) return a.time < b.time;
  return a.counter === b.counter ? byKey(a, b) : a.counter < b.counter;
}

function matcher(search: string): (row: Version) => boolean {
  if (search === '') return () => true;
  const plain = folded(search);
  const escaped = JSON.stringify(plain).slice(1, -1);
  const inText = (value: JsonText): boolean => {
    if (!folded(value).includes(escaped)) return false;
    // A text with escapes may match by the letters of an escape, and is read to know.
    return !value.includes('\\') || folded(JSON.parse(value) as string).includes(plain);
  };
  return ({ key, value }) => {
    if (folded(key).includes(plain)) return true;
    if (value === null) return false;
    return isText(value) ? inText(value) : folded(value).includes(plain);
  };
}
