import { MAX_ENTRIES, MAX_ENTRIES_SIZE } from '../../store/pack';
import type { Snapshot } from '../../store/snapshot';

/** Keys that a page of an export looks at, some ms of work: where most are deleted, it has few or none. */
const MAX_SEEN = 4_096;

/** A key and its value as JSON text. */
export type Row = [key: string, json: string];
/** Some of the keys that a node held when the export began. */
export interface Page {
  readonly rows: Row[];
  readonly done: boolean;
}

/** The next keys, as many as go into one message. */
export function pageOf(rows: Iterator<Row | undefined>): Page {
  const page: Row[] = [];
  for (let seen = 0, size = 0; seen < MAX_SEEN && page.length < MAX_ENTRIES && size < MAX_ENTRIES_SIZE; seen++) {
    const { done, value } = rows.next();
    if (done) return { rows: page, done: true };
    if (value === undefined) continue;
    page.push(value);
    size += value[0].length + value[1].length;
  }
  return { rows: page, done: false };
}

/** Each key that has a value; `undefined` for one that is deleted. */
export function* rowsOf(snapshot: Snapshot): Generator<Row | undefined, undefined> {
  for (const { key, value } of snapshot.winners()) yield value === null ? undefined : [key, value];
}
