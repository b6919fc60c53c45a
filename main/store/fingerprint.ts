import { digestOf } from './digest';
import type { Entry } from './entry';
import type { Words } from './murmur';

/**
 * The fingerprint of entries that are read one after the other, each once: the root of their digest tree without the
 * tree, in constant memory.
 */
export class Fingerprint {
  readonly #digest: Words = new Int32Array(4);
  readonly #root: Words = new Int32Array(4);

  add(entry: Entry): void {
    digestOf(entry, this.#digest);
    for (let word = 0; word < 4; word++)
      this.#root[word] = (this.#root[word] as number) ^ (this.#digest[word] as number);
  }

  /** 32 hex digits, as `Database.fingerprint`. */
  get text(): string {
    return digestHex(this.#root);
  }
}

/** 32 hex digits. */
export function digestHex(digest: Words): string {
  return Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
