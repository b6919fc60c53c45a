/** Keeps the keys of a node, apart from its database: no backup, log or note ever holds one. */
export interface KeyStore {
  /** The network key; `null` if there is none. @throws Refused `key-unreadable` if it cannot be read */
  read(): Promise<string | null>;
  /** Once this resolves, the key is saved or gone. */
  write(key: string | null): Promise<void>;
  /** Tells the programs of the same user where the node listens, and the key that opens its door to them. */
  offer(port: number, key: Buffer): Promise<void>;
  withdraw(): Promise<void>;
}
