import { randomBytes } from 'node:crypto';
import type { KeyStore } from '../disk/key-store';
import { drawNetworkKey, type NetworkKey, parseNetworkKey, stretch } from '../net/network-key';
import type { Secret, Secrets } from '../net/secrets';
import { Refused } from '../store/refusal';

/** A profile's network key from now on: a new one if it has none, or a given one. */
export type KeyWish = NetworkKey | 'any' | undefined;

/** A node's keys: its network's, and one that lets its own user's programs in and lives as long as the node. */
export class Keyring {
  readonly #owner = randomBytes(32);
  #network: { key: NetworkKey; secret: Secret } | null = null;
  /** The change begun last. */
  #latest: Promise<unknown> = Promise.resolve();

  constructor(readonly store: KeyStore) {}

  /** Takes the requested key, or else the one kept. @throws Refused `key-unreadable` */
  async open(wish: KeyWish): Promise<void> {
    if (wish !== undefined && wish !== 'any') return void (await this.set(wish));
    const kept = await this.store.read();
    if (kept !== null) this.#network = await prepared(readKept(kept));
    else if (wish === 'any') await this.set(drawNetworkKey());
  }

  get networkKey(): NetworkKey | null {
    return this.#network?.key ?? null;
  }

  /** What to dial with; `null` in an open network. The same object until the key changes. */
  get secret(): Secret | null {
    return this.#network?.secret ?? null;
  }

  get secrets(): Secrets {
    return { network: this.secret?.psk ?? null, owner: this.#owner };
  }

  /** Lets the same user's programs in. @param port where the node listens */
  offer(port: number): Promise<void> {
    return this.store.offer(port, this.#owner);
  }

  /**
   * Once this resolves, the key is kept and used; to false if it was so already. One after the other: a key takes longer to
   * set than none, and the one asked for last is to stay.
   */
  set(key: NetworkKey | null): Promise<boolean> {
    const set = this.#latest.then(() => this.#set(key));
    this.#latest = set.catch(() => {});
    return set;
  }

  async #set(key: NetworkKey | null): Promise<boolean> {
    if (key === this.networkKey) return false;
    const network = key === null ? null : await prepared(key);
    await this.store.write(key);
    this.#network = network;
    return true;
  }
}

function readKept(kept: string): NetworkKey {
  try {
    return parseNetworkKey(kept);
  } catch (cause) {
    const what = `The network key that this profile keeps is none: ${(cause as Error).message}`;
    const todo =
      'Give it with --network-key-file, or remove network-key.json from the profile to start as an open node.';
    throw new Refused('key-unreadable', `${what} ${todo}`, { cause });
  }
}

async function prepared(key: NetworkKey): Promise<{ key: NetworkKey; secret: Secret }> {
  return { key, secret: await networkSecret(key) };
}

/** What to dial the nodes of a private network with. Takes about half a second. */
export async function networkSecret(key: NetworkKey): Promise<Secret> {
  return { identity: 'byr-network-1', psk: await stretch(key) };
}
