import { type Entry, entryDigest, type Sha256 } from './entry';

/** 128 bits: two databases that differ by accident are not seen to be equal. */
const WORDS = 4;

/**
 * Digest of the whole database: the XOR of the first 128 bits of its winners' digests, so it does not depend on the
 * order of changes, and a change costs one digest for what goes and one for what comes.
 * XOR of digests finds accidents, not forgers (Bellare and Micciancio 1997, section 4).
 */
export class Fingerprint {
  readonly #words = new Uint32Array(WORDS);

  constructor(readonly sha256: Sha256) {}

  /** Takes an entry in, or out again. */
  toggle(entry: Entry): void {
    const digest = entryDigest(entry, this.sha256);
    const view = new DataView(digest.buffer, digest.byteOffset);
    for (let i = 0; i < WORDS; i++) this.#words[i] = (this.#words[i] ?? 0) ^ view.getUint32(i * 4);
  }

  /** 32 hex digits; all zero for the empty database. */
  toString(): string {
    return Array.from(this.#words, (word) => word.toString(16).padStart(8, '0')).join('');
  }
}
