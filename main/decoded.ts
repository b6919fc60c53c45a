import { isUtf8 } from 'node:buffer';
import { Refused } from './store/refusal';

/** How a file begins that Windows' own PowerShell wrote by `>`: in UTF-16, lower bytes first. */
const UTF_16 = [0xff, 0xfe];

/** The text of a whole file or input in UTF-8, or in UTF-16 with that beginning. @throws Refused `bad-text` */
export function decoded(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  try {
    if (UTF_16.every((byte, at) => bytes[at] === byte))
      return new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
  } catch {
    // Half of it may be missing.
  }
  throw notUtf8();
}

/** As `decoded`, of what comes in chunks, and without a byte order mark. */
export async function* decodedPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    const isUtf16 = UTF_16.every((byte, at) => chunk[at] === byte);
    decoder ??= new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true });
    yield decodedBy(decoder, chunk);
  }
  if (decoder !== null) yield decodedBy(decoder, null);
}

/** @param chunk `null` at the end */
function decodedBy(decoder: TextDecoder, chunk: Buffer | null): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw notUtf8();
  }
}

function notUtf8(): Refused {
  return new Refused('bad-text', 'This is not UTF-8 text; save it as UTF-8.');
}
