import { Fill } from '../store/batch';
import type { Numbered } from '../store/contents';
import { digestOfText } from '../store/digest';
import { digestHex } from '../store/fingerprint';
import { pack, packedText, unpack } from '../store/pack';
import { Damaged } from './damaged';

/** Fewer entries get a row each: they repeat little, and a dropped one leaves nothing behind. */
export const LEAST = 8;

/** Hex digits of a digest: damage passes unnoticed once in 2^64 times. */
const CHECK_DIGITS = 16;

/** Splits entries, in the order of their numbers, into runs of neighbours that a block can hold. */
export function* runsOf(entries: readonly Numbered[]): Generator<readonly Numbered[]> {
  let from = 0;
  let next = entries[0]?.seq;
  let fill = new Fill();
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] as Numbered;
    if (entry.seq !== next || fill.isFullFor(entry)) {
      yield entries.slice(from, at);
      from = at;
      fill = new Fill();
    }
    fill.add(entry);
    next = entry.seq + 1;
  }
  // Mostly it is all of them: copying every list would double the garbage.
  if (from < entries.length) yield from === 0 ? entries : entries.slice(from);
}

/** The entries as sent over a wire, whose text may be known already, then a check of that text and of their numbers. */
export function blockText(first: number, run: readonly Numbered[]): string {
  const text = packedText(pack(run));
  return text + checkOf(first, text);
}

export function isBlock(text: string): boolean {
  return text.startsWith('{');
}

/** @throws Damaged */
export function readBlock(first: number, text: string): Numbered[] {
  const packed = text.slice(0, -CHECK_DIGITS);
  if (text.slice(-CHECK_DIGITS) !== checkOf(first, packed)) {
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
