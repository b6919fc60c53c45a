import type { Refusal } from './refusal';

/** A file that all keys were written to. */
export interface Exported {
  /** Of the file. */
  name: string;
  keys: number;
}

/** What a file of keys holds, and what importing it would do. Counts of keys, unless stated otherwise. */
export interface KeysCheck {
  /** Of the file that can be read; those below add up to it. */
  keys: number;
  /** That have no value here. */
  newKeys: number;
  /** That have another value here. */
  changedKeys: number;
  /** That have this value here. */
  sameKeys: number;
  /** Of what is wrong in the file; if anything is, nothing can be imported. */
  mistakes: number;
  /** The first 50 of them, by line, from 1. */
  firstMistakes: { line: number; why: Refusal }[];
}

/** Counts of keys. */
export interface Imported {
  /** That have the file's value now. */
  set: number;
  /** That have a value which the rule `first` does not let go, or were set meanwhile under it. */
  refused: number;
  /** Whether a backup was made first, of what was changed. */
  backedUp: boolean;
}
