import type { Row } from './bridge';

/** More than all pages at hand. */
const MAX_KEYS = 20_000;
/** A key never seen before counts as new only if it was written just now: what scrolling brings in is not new. */
const JUST_NOW_MS = 3_000;

/** Remembers the stamps that were shown, to tell which rows changed under the reader's eyes. */
export class Seen {
  #stamps = new Map<string, string>();
  #begun = false;

  /** The rows that are new or changed; from then on every row counts as seen. */
  changed(rows: readonly Row[], now: number): Row[] {
    const news = rows.filter((row) => this.#isNews(row, now));
    for (const row of rows) this.#remember(row);
    this.#begun = true;
    return news;
  }

  #isNews(row: Row, now: number): boolean {
    const stamp = this.#stamps.get(row.key);
    if (stamp !== undefined) return stamp !== row.stamp;
    return this.#begun && now - row.time < JUST_NOW_MS;
  }

  #remember(row: Row): void {
    this.#stamps.delete(row.key);
    this.#stamps.set(row.key, row.stamp);
    if (this.#stamps.size <= MAX_KEYS) return;
    const oldest = this.#stamps.keys().next();
    if (!oldest.done) this.#stamps.delete(oldest.value);
  }
}
