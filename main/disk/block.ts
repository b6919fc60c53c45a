import { Batch } from '../store/batch';
import type { Numbered } from '../store/database';
import { digestOfText } from '../store/digest';
import { digestHex } from '../store/fingerprint';
import { pack, packedText, unpack } from '../store/pack';
import { Damaged } from './damaged';

/** Fewer entries stand in a row each: what they repeat is little, and one that is dropped leaves nothing behind. */
export const LEAST = 8;

const CHECK = ',"check":"';
/** Hex digits of a digest: what is damaged passes for whole once in 2^64 times. */
const CHECK_DIGITS = 16;

/** Entries in the order of their numbers, in runs of neighbours that a block can hold. */
export function* runsOf(entries: readonly Numbered[]): Generator<readonly Numbered[]> {
  let run = new Batch<Numbered>();
  let next = Number.NaN;
  for (const entry of entries) {
    if (run.entries.length > 0 && (entry.seq !== next || run.isFullFor(entry))) {
      yield run.entries;
      run = new Batch();
    }
    run.add(entry);
    next = entry.seq + 1;
  }
  if (run.entries.length > 0) yield run.entries;
}

/** The entries as they go over a wire, whose text may be known already, and a check of that text and of their numbers. */
export function blockText(first: number, run: readonly Numbered[]): string {
  const text = packedText(pack(run));
  return `${text.slice(0, -1)}${CHECK}${checkOf(first, text)}"}`;
}

export function isBlock(text: string): boolean {
  return text.startsWith('{');
}

/** @throws Damaged */
export function readBlock(first: number, text: string): Numbered[] {
  const end = text.lastIndexOf(CHECK);
  const packed = `${text.slice(0, end)}}`;
  if (end < 0 || text.slice(end + CHECK.length, -2) !== checkOf(first, packed)) {
    throw new Damaged(`the entries from ${first} on were changed on the disk`);
  }
  try {
    return unpack(JSON.parse(packed)).map(({ key, value, stamp, parents }, at) => {
      return { key, value, stamp, parents, seq: first + at };
    });
  } catch (cause) {
    throw new Damaged(`the entries from ${first} on cannot be read`, { cause });
  }
}

function checkOf(first: number, text: string): string {
  digestOfText(text, first, digest);
  return digestHex(digest).slice(0, CHECK_DIGITS);
}
const digest = new Int32Array(4);
