import type { Entry } from './entry';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE } from './pack';

/**
 * How full a batch of entries that are packed together is: it takes as many as may be, and one at least, however long.
 */
export class Fill {
  #count = 0;
  #size = 0;

  constructor(readonly most = MAX_ENTRIES) {}

  isFullFor(entry: Entry): boolean {
    return this.#count === this.most || (this.#count > 0 && this.#size + sizeOf(entry) > MAX_ENTRIES_SIZE);
  }

  add(entry: Entry): void {
    this.#count += 1;
    this.#size += sizeOf(entry);
  }
}

/** Entries that are packed together. */
export class Batch<T extends Entry> {
  readonly entries: T[] = [];
  readonly #fill: Fill;

  /** @param most entries, up to `MAX_ENTRIES` */
  constructor(most?: number) {
    this.#fill = new Fill(most);
  }

  isFullFor(entry: Entry): boolean {
    return this.#fill.isFullFor(entry);
  }

  add(entry: T): void {
    this.entries.push(entry);
    this.#fill.add(entry);
  }
}

/** UTF-16 units of its key and value. */
export function sizeOf({ key, value }: Entry): number {
  return key.length + (value?.length ?? 0);
}
