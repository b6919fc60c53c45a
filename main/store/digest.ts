import type { Entry } from './entry';
import { laidOut, layOut, layOutText } from './form';
import { murmur, type Words } from './murmur';

/** The digest of an entry, into `digest`: the MurmurHash3_x86_128 (seed 0) of its form, as `layOut` says. */
export function digestOf(entry: Entry, digest: Words): void {
  const count = layOut(entry);
  murmur(laidOut(), 0, count, digest);
}

/** The digest of a text and a number, into `digest`: the same hash of their form, as `layOutText` says. */
export function digestOfText(text: string, number: number, digest: Words): void {
  const count = layOutText(text, number);
  murmur(laidOut(), 0, count, digest);
}
