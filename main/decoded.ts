import { isUtf8 } from 'node:buffer';
import { Refused } from './store/refusal';

/** How a file begins that Windows' own PowerShell wrote by `>`: in UTF-16, lower bytes first. */
const UTF_16 = [0xff, 0xfe];

/** The text of a file or an input in UTF-8, or in UTF-16 with that beginning. @throws Refused `bad-text` */
export function decoded(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  try {
    if (UTF_16.every((byte, at) => bytes[at] === byte))
      return new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
  } catch {
    // Half of it may be missing.
  }
  throw new Refused('bad-text', 'This is not UTF-8 text; save it as UTF-8.');
}
