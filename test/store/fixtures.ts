import { createHash } from 'node:crypto';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { Entry, Sha256 } from '../../main/store/entry';
import type { Version } from '../../main/store/record';
import type { Rule } from '../../main/store/rule';
import { courseWriter, isNodeId, type NodeId, type Stamp } from '../../main/store/stamp';
import { checkKey, type JsonText, type Key, textValue } from '../../main/store/text';
import { type EntryTuple, toTuple } from '../../main/store/tuple';

/** 14 November 2023, 22:13:20 UTC. */
export const NOON = 1_700_000_000_000;

const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest();

/** A wall clock that stands still until a test moves it. */
export class Wall {
  now = NOON;
  readonly read = (): number => this.now;
}

function nodeId(digit: string): NodeId {
  const id = digit.repeat(16);
  if (!isNodeId(id)) throw new TypeError(`Not a hex digit: ${digit}`);
  return id;
}

export const ALICE = nodeId('a');
export const BOB = nodeId('b');
export const CHLOE = nodeId('c');
export const COURSE = courseWriter(ALICE);

export function newDatabase(rule: Rule, wall: Wall = new Wall(), node: NodeId = ALICE): Database {
  return new Database(rule, new Clock(node, wall.read), sha256);
}

export function key(text: string): Key {
  return checkKey(text);
}

export function text(value: string): JsonText {
  return textValue(value);
}

export function stamp(time: number, counter = 0, node: NodeId = BOB): Stamp {
  return { time: NOON + time, counter, node };
}

/** What makes two entries the same one. */
export function identity({ key, value, stamp }: Entry): string {
  return JSON.stringify([key, value, stamp.time, stamp.counter, stamp.node]);
}

/** Every version that a database holds, oldest change first. */
export function held(database: Database): Version[] {
  return [...database.feed.after(0)];
}

export function keysOf(database: Database): Key[] {
  return [...database.winners()].map((winner) => winner.key).sort();
}

interface Snapshot {
  size: number;
  fingerprint: string;
  conflicted: Key[];
  keys: { versions: EntryTuple[]; conflicts: EntryTuple[] }[];
}

/** All that two converged databases must agree on, as plain data. */
export function snapshot(database: Database): Snapshot {
  const keys = keysOf(database).map((name) => ({
    versions: database.versions(name).map(toTuple),
    conflicts: database.conflicts(name).map(toTuple),
  }));
  const conflicted = [...database.conflicted].sort();
  return { size: database.size, fingerprint: database.fingerprint, conflicted, keys };
}
