import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../store/refusal';
import { removeHolder, writeHolder } from './holder';
import type { KeyStore } from './key-store';
import { writePrivate } from './whole-file';

const NAME = 'network-key.json';

/** Turns a key into something useless to others who read the file. */
export interface Cipher {
  encrypt(text: string): Buffer;
  /** @throws Error if it is another user's or another machine's */
  decrypt(bytes: Buffer): string;
}

/** Keeps the keys in files of the profile readable by its user only, the network key encrypted if there is a cipher. */
export class ProfileKeys implements KeyStore {
  readonly path: string;

  constructor(
    readonly profile: string,
    readonly cipher: Cipher | null,
  ) {
    this.path = join(profile, NAME);
  }

  async read(): Promise<string | null> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw this.#unreadable(error);
    });
    if (text === null) return null;
    try {
      const { key, encrypted } = JSON.parse(text) as { key?: unknown; encrypted?: unknown };
      if (typeof key === 'string') return key;
      if (this.cipher === null) throw new Error('the window encrypted it with a key that this system keeps for it');
      return this.cipher.decrypt(Buffer.from(String(encrypted), 'base64'));
    } catch (error) {
      throw this.#unreadable(error as Error);
    }
  }

  async write(key: string | null): Promise<void> {
    if (key === null) return rm(this.path, { force: true });
    const kept = this.cipher === null ? { key } : { encrypted: this.cipher.encrypt(key).toString('base64') };
    await writePrivate(this.path, `${JSON.stringify(kept)}\n`);
  }

  offer(port: number, key: Buffer): Promise<void> {
    return writeHolder(this.profile, { pid: process.pid, port, key: key.toString('base64') });
  }

  withdraw(): Promise<void> {
    return removeHolder(this.profile);
  }

  #unreadable(cause: Error): Refused {
    const what = `The network key in ${this.path} cannot be read (${cause.message}).`;
    const todo = 'Give it with --network-key-file, or remove that file to start as an open node.';
    return new Refused('key-unreadable', `${what} ${todo}`, { cause });
  }
}
