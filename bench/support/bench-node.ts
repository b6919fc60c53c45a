/** What every kind of node is to the benchmarks. */
export interface BenchNode {
  readonly port: number;
  /** Keys that it holds. */
  readonly size: number;
  /** Resolves once linked to the node at the port. */
  link(port: number): Promise<void>;
  /** The link goes away, and stays away until the next `link`. */
  unlink(): void;
  /** Resolves when its own user would be told that it is done. */
  set(key: string, value: string): Promise<void> | void;
  /** Where the kind can: sets many at once. Used for all fills, then. */
  setMany?(entries: readonly (readonly [key: string, value: string])[]): unknown;
  contents(): Iterable<readonly [key: string, value: unknown]>;
  /** Calls back with each key that is set, by whomever, when its own user would see it. */
  onSet(listener: (key: string) => void): void;
  /** Where the kind has one: an empty message to a linked node, and its acknowledgement. */
  roundTrip?(): Promise<void>;
  close(): Promise<void> | void;
}
