import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Entry } from '../store/entry';
import { Fingerprint } from '../store/fingerprint';
import { Refused } from '../store/refusal';
import { fromTuple } from '../store/tuple';
import { type Header, MAX_LINE_BYTES, readHeader, readTrailer } from './format';
import { goOn, type Work } from './work';

/** Bytes of text unpacked at once: a few hundred entries, checked in some ms. */
const CHUNK_BYTES = 32 * 1024;
/** How each gzip'd file begins (RFC 1952). */
const GZIP = Buffer.from([0x1f, 0x8b]);
const LINE_END = 0x0a;
const OBJECT = '{'.charCodeAt(0);

/**
 * The entries of a backup, in chunks, each entry checked as if from a stranger. Only once the end follows the last
 * chunk is the file known to be whole: callers that must not act on a damaged one call `verifyBackup` first. Memory is
 * bounded, whatever the file unpacks to.
 * @throws Refused `not-found`, `not-a-backup`, `newer-backup`, `bad-backup`, `unreadable-backup`, `cancelled`
 */
export async function* readBackup(path: string, work: Work = {}): AsyncGenerator<readonly Entry[], Header> {
  const reading = new Reading();
  for await (const block of blocks(path)) {
    goOn(work);
    const entries = reading.take(block);
    work.progress?.(reading.count, reading.total);
    if (entries.length > 0) yield entries;
  }
  return reading.end();
}

/** Reads all of a backup and checks it. @throws Refused as `readBackup` */
export async function verifyBackup(path: string, work: Work = {}): Promise<Header> {
  const entries = readBackup(path, work);
  for (;;) {
    const { done, value } = await entries.next();
    if (done) return value;
  }
}

/** What a backup says about itself; the rest is not read. @throws Refused as `readBackup` */
export async function peekBackup(path: string): Promise<Header> {
  for await (const block of blocks(path)) return checkHeader(block.toString('utf8', 0, block.indexOf(LINE_END)));
  throw cutShort();
}

/** What was read so far, and whether it is consistent. */
class Reading {
  count = 0;
  #header: Header | null = null;
  #trailer: string | null = null;
  readonly #sha256 = createHash('sha256');
  readonly #fingerprint = new Fingerprint();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  get total(): number {
    return this.#header?.entries ?? 0;
  }

  /** @param block whole lines */
  take(block: Buffer): Entry[] {
    if (this.#trailer !== null) throw damaged('it goes on after its checksum');
    const last = block.lastIndexOf(LINE_END, block.length - 2) + 1;
    const ends = block[last] === OBJECT && (this.#header !== null || last > 0);
    const body = ends ? block.subarray(0, last) : block;
    this.#sha256.update(body);
    const lines = this.#decode(body).split('\n').slice(0, -1);
    if (this.#header === null) this.#header = checkHeader(lines.shift() ?? '');
    const entries = lines.map((line) => this.#entry(line));
    if (ends) this.#trailer = readTrailer(this.#decode(block.subarray(last))) ?? '';
    return entries;
  }

  end(): Header {
    if (this.#header === null || this.#trailer === null) throw cutShort();
    if (this.#trailer !== this.#sha256.digest('hex')) throw damaged('its checksum is another');
    if (this.count !== this.total) throw damaged(`it has ${this.count} entries and should have ${this.total}`);
    if (this.#header.fingerprint !== this.#fingerprint.text) throw damaged('its fingerprint is another');
    return this.#header;
  }

  #entry(line: string): Entry {
    this.count += 1;
    if (this.count > this.total) throw damaged(`it has more than the ${this.total} entries that it should have`);
    try {
      const entry = fromTuple(JSON.parse(line));
      if (entry.value === null && this.#header?.rule === 'first')
        throw new Error("in a network with the rule 'first' nothing is deleted");
      this.#fingerprint.add(entry);
      return entry;
    } catch (error) {
      throw damaged(`entry ${this.count} is none: ${(error as Error).message}`);
    }
  }

  #decode(bytes: Buffer): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw damaged('it is not UTF-8 text');
    }
  }
}

function checkHeader(line: string): Header {
  const header = readHeader(line);
  if (header === 'other') throw notABackup();
  if (header === 'bad') throw damaged('its first line cannot be read');
  if (header === 'newer') {
    throw new Refused('newer-backup', 'A newer version of Build Your Rating wrote this backup; install that one.');
  }
  return header;
}

/** The text of a file, in blocks of whole lines. */
async function* blocks(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  try {
    const text = (await isPacked(path)) ? unpacked(path) : createReadStream(path, { highWaterMark: CHUNK_BYTES });
    for await (const chunk of text as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      const end = chunk.lastIndexOf(LINE_END) + 1;
      if (end > 0) yield Buffer.concat([rest, chunk.subarray(0, end)]);
      rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk]);
      if (rest.length > MAX_LINE_BYTES) throw bytes === rest.length ? notABackup() : damaged('a line is too long');
    }
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
  if (rest.length > 0) throw bytes === rest.length ? notABackup() : cutShort();
}

/** Browsers and mail programs unpack what they take for compressed on its way only. */
async function isPacked(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.equals(GZIP);
  } finally {
    await file.close();
  }
}

/** An error in either stream comes out of the second. */
function unpacked(path: string): Readable {
  return pipeline(createReadStream(path), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

function unreadable(path: string, error: NodeJS.ErrnoException): Error {
  if (error instanceof Refused) return error;
  if (error.code === 'ENOENT') return new Refused('not-found', `There is no file ${path}.`, { cause: error });
  if (error.code === 'Z_BUF_ERROR') return cutShort();
  if (error.code?.startsWith('Z_')) return damaged(error.message);
  // It may be readable another time, so it must not be recorded as damaged.
  const why = `The backup cannot be read now (${error.message}); check that you may read it, and try again.`;
  return new Refused('unreadable-backup', why, { cause: error });
}

function notABackup(): Refused {
  return new Refused('not-a-backup', 'This file is not a backup of Build Your Rating; its name would end in .byr.');
}

function cutShort(): Refused {
  return damaged('it ends too early');
}

function damaged(how: string): Refused {
  return new Refused('bad-backup', `The backup is damaged: ${how}. Take another one; this one is left as it is.`);
}
