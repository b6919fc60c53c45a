import { Refused } from './refusal';
import type { Brand } from './stamp';

/** 1 to 1,024 bytes of UTF-8. */
export type Key = Brand<string, 'Key'>;
/** A value as JSON text without insignificant white space, otherwise exactly as it was written. */
export type JsonText = Brand<string, 'JsonText'>;

/** Bytes: long enough for a path or a URL, short enough that a list of keys stays light. */
export const MAX_KEY_BYTES = 1024;
/** Bytes of a text value, or of any other value's JSON text: a page of a book, not a film. */
export const MAX_VALUE_BYTES = 256 * 1024;

/**
 * Units of a JSON text before its white space is taken out: what the longest text takes where each of its bytes is
 * escaped (`\u0001`), between quotes, so that every value is read wherever it goes. More would be work before the
 * refusal.
 */
export const MAX_JSON_LENGTH = 6 * MAX_VALUE_BYTES + 2;
/**
 * Lists and objects within each other; a reader that recurses, as JavaScript's own writer does, has a stack for these.
 */
const MAX_DEPTH = 500;

const encoder = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;
/** A string, which is kept, or white space between tokens, which is not (RFC 8259, section 2). */
const STRING_OR_SPACE = /("(?:[^"\\]|\\.)*")|[ \t\n\r]+/g;

/**
 * Of ASCII without what JSON escapes, as most keys and values are: nothing more is to be checked, nor to be escaped.
 */
const PLAIN = /^[ !#-[\]-~]*$/;
const PLAIN_TEXT = /^"[ !#-[\]-~]*"$/;
const STRING_OR_BRACKET = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Whether JSON writes a text as it stands, between quotes. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Whether it is the value of a plain text. */
export function isPlainText(value: JsonText): boolean {
  return PLAIN_TEXT.test(value);
}

/** @throws Refused `key-empty`, `key-too-long`, `bad-text` */
export function checkKey(text: string): Key {
  if (text !== '' && text.length <= MAX_KEY_BYTES && isPlain(text)) return text as Key;
  if (text === '') throw new Refused('key-empty', 'A key has at least one character.');
  if (longerThan(text, MAX_KEY_BYTES)) {
    throw new Refused('key-too-long', `A key has at most ${MAX_KEY_BYTES} bytes of UTF-8; shorten it.`);
  }
  checkWellFormed(text);
  return text as Key;
}

/** The value of a plain text, byte for byte. @throws Refused `value-too-long`, `bad-text` */
export function textValue(text: string): JsonText {
  checkSize(text);
  if (isPlain(text)) return `"${text}"` as JsonText;
  checkWellFormed(text);
  return JSON.stringify(text) as JsonText;
}

/** Any JSON text; numbers keep their digits. @throws Refused `not-json`, `value-too-long`, `bad-text` */
export function jsonValue(json: string): JsonText {
  if (json.length > MAX_JSON_LENGTH) throw valueTooLong();
  const parsed = parse(json);
  if (typeof parsed === 'string') return textValue(parsed);
  const compact = json.replace(STRING_OR_SPACE, '$1');
  checkSize(compact);
  checkWellFormed(compact);
  checkDepth(compact);
  return compact as JsonText;
}

/** A value that came over a socket as a JavaScript value. @throws Refused as `jsonValue` */
export function anyValue(value: unknown): JsonText {
  const json = stringify(value);
  if (json === undefined) throw new Refused('not-json', 'A value is any JSON: text, number, list, object, true, null.');
  return jsonValue(json);
}

/**
 * A value from another node or the disk, which must be in canonical form: otherwise one value would have two digests.
 * @throws Refused as `jsonValue`, and `bad-request`
 */
export function checkValue(value: unknown): JsonText {
  if (typeof value !== 'string') throw new Refused('bad-request', 'This is not a value.');
  const plain = value.length <= MAX_VALUE_BYTES && isPlainText(value as JsonText);
  if (!plain && jsonValue(value) !== value) throw new Refused('bad-request', 'This is not a value as it is kept.');
  return value as JsonText;
}

/** Bytes that count against `MAX_VALUE_BYTES`. */
export function valueSize(value: JsonText): number {
  return utf8Length(isText(value) ? (JSON.parse(value) as string) : value);
}

export function isText(value: JsonText): boolean {
  return value.startsWith('"');
}

/** A value as its own text: a text without quotes, anything else as JSON. */
export function rawValue(json: JsonText): string {
  return isText(json) ? (JSON.parse(json) as string) : json;
}

/** A list nested some thousand deep arrives whole, but cannot be written again. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new Refused('not-json', `This value cannot be written as JSON (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Refused('not-json', `This is not JSON (${(error as Error).message}).`, { cause: error });
  }
}

function checkSize(text: string): void {
  if (longerThan(text, MAX_VALUE_BYTES)) {
    throw valueTooLong();
  }
}

export function valueTooLong(): Refused {
  return new Refused('value-too-long', `A value has at most ${MAX_VALUE_BYTES} bytes (256 KiB); shorten it.`);
}

function checkDepth(json: string): void {
  if (json.length <= MAX_DEPTH) return;
  let depth = 0;
  for (const [bracket] of json.matchAll(STRING_OR_BRACKET)) {
    if (bracket === '[' || bracket === '{') depth += 1;
    if (bracket === ']' || bracket === '}') depth -= 1;
    if (depth > MAX_DEPTH) throw new Refused('not-json', `Lists and objects may be nested at most ${MAX_DEPTH} deep.`);
  }
}

function checkWellFormed(text: string): void {
  if (LONE_SURROGATE.test(text)) {
    throw new Refused('bad-text', 'The text holds half a character (a lone surrogate) that UTF-8 cannot carry.');
  }
}

/** One UTF-16 unit takes one to three bytes of UTF-8, so most texts need not be encoded to know. */
function longerThan(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && utf8Length(text) > bytes);
}
