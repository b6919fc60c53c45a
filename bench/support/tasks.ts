import type { Memory } from './memory';

/** Sets to make: `count` keys from number `from` on, of which up to `limit` at a time are not done yet. */
export interface Fill {
  readonly from: number;
  readonly count: number;
  readonly limit: number;
}

/** Something done one by one, so that each finds the network idle. */
export interface OneByOne {
  readonly from: number;
  readonly count: number;
  /** ms from one to the next. */
  readonly gap: number;
}

/** What a benchmark has a node's process do. Times are of the clock that all processes share. */
export interface Tasks {
  /** Links to the node at a port, and stays linked. Returns when it began. */
  link(port: number): Promise<number>;
  /** The link goes away, and stays away until the next `link`. */
  unlink(): void;
  /** Sets keys inside the process, as its own window does. Returns when it began. */
  fill(fill: Fill): Promise<number>;
  /** Returns when the node held that many keys. */
  hold(keys: number): Promise<number>;
  /** A digest of all keys and values. */
  contents(): string;
  /** Processor time used so far, ms. */
  cpu(): number;
  memory(): Promise<Memory>;
  /** Bytes through its sockets so far, both ways. */
  traffic(): number;
  /** Begins to note for how long the event loop is blocked. */
  watchLoop(): Promise<void>;
  /** The longest that it was, ms. */
  longestBlock(): Promise<number>;
  /** Sets keys one by one. Returns when each was set. */
  setOneByOne(sets: OneByOne): Promise<number[]>;
  /** Begins to note when each key is first seen. */
  watchKeys(): void;
  /** When each key of these numbers was first seen; NaN where it was not. */
  seenAt(keys: { readonly from: number; readonly count: number }): number[];
  /** Round trips of an empty message to a linked node, with acknowledgement, one by one, ms. */
  roundTrips(trips: OneByOne): Promise<number[]>;
}

export type TaskName = keyof Tasks;

export interface Request {
  readonly id: number;
  readonly task: TaskName;
  readonly args: readonly unknown[];
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  /** Said once, first of all. */
  | { readonly port: number };
