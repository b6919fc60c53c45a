import type { Entry } from './entry';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE } from './pack';

/** Entries that are packed together: as many as may be, and one at least, however long. */
export class Batch<T extends Entry> {
  readonly entries: T[] = [];
  #size = 0;

  isFullFor(entry: Entry): boolean {
    const { length } = this.entries;
    return length === MAX_ENTRIES || (length > 0 && this.#size + sizeOf(entry) > MAX_ENTRIES_SIZE);
  }

  add(entry: T): void {
    this.entries.push(entry);
    this.#size += sizeOf(entry);
  }
}

function sizeOf({ key, value }: Entry): number {
  return key.length + (value?.length ?? 0);
}
