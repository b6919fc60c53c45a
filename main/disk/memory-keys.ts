import type { KeyStore } from './key-store';

/** Keeps the keys in memory only; for tests and benchmarks. */
export class MemoryKeys implements KeyStore {
  #key: string | null = null;

  async read(): Promise<string | null> {
    return this.#key;
  }

  async write(key: string | null): Promise<void> {
    this.#key = key;
  }

  async offer(): Promise<void> {}

  async withdraw(): Promise<void> {}
}
