import type { RefusalCode } from '../store/refusal';
import { BadText } from './bad-text';

const SPACE = /[ \t\r\n]*/y;
const ATOM = /[^,\]}\s]*/y;
/** What is wrong, and where, from the beginning of the text. */
const PLACED = /^(.*) at position (\d+)/s;
const LINE_FEED = '\n'.charCodeAt(0);
const BLANK = ' '.charCodeAt(0);
const TAB = '\t'.charCodeAt(0);
const CARRIAGE_RETURN = '\r'.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const [OPEN_LIST, CLOSE_LIST] = ['['.charCodeAt(0), ']'.charCodeAt(0)];
const [OPEN_OBJECT, CLOSE_OBJECT] = ['{'.charCodeAt(0), '}'.charCodeAt(0)];

/** A member of an object, or an item of an array, as its own text, so that numbers keep their digits. */
export interface Item {
  /** Where it begins, from 1. */
  readonly line: number;
  /** The name of an object's member. */
  readonly name: string | null;
  readonly json: string;
}

/** The members of the object, or the items of the array, in a JSON text that comes in pieces. */
export class JsonReader {
  /** The object's or the array's first character. */
  #opening: '{' | '[' | null = null;
  #depth = 0;
  #hasItems = false;
  #line = 1;
  /** Of the item that has not ended. */
  #text = '';
  /** Where it begins; `null` while there is only white space. */
  #itemLine: number | null = null;
  #isInString = false;
  #isEscaped = false;

  /** @param longest UTF-16 units of an item */
  constructor(readonly longest: number) {}

  /** The items that end in the next piece. @throws BadText */
  *take(piece: string): Generator<Item> {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (unit === LINE_FEED) this.#line += 1;
      if (this.#isInString) this.#goOnInString(unit);
      else if (isSpace(unit)) continue;
      else if (this.#depth === 0) {
        this.#open(unit);
        from = at + 1;
      } else if (this.#endsItem(unit)) {
        this.#text += piece.slice(from, at);
        from = at + 1;
        yield* this.#item(unit);
      }
    }
    if (this.#depth > 0) this.#text += piece.slice(from);
    if (this.#text.length > this.longest) throw this.#bad('This is too long for a key and its value.', 'not-a-row');
  }

  /** @throws BadText unless the object or the array has ended */
  end(): void {
    if (this.#opening === null) throw this.#neither();
    if (this.#depth > 0) throw this.#bad('This is not JSON (it has no end).');
  }

  #goOnInString(unit: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (unit === BACKSLASH) this.#isEscaped = true;
    else if (unit === QUOTE) this.#isInString = false;
  }

  #open(unit: number): void {
    if (this.#opening !== null) throw this.#bad('This is not JSON (it goes on after its end).');
    if (unit !== OPEN_OBJECT && unit !== OPEN_LIST) throw this.#neither();
    this.#opening = unit === OPEN_OBJECT ? '{' : '[';
    this.#depth = 1;
  }

  /** Looks at a character that is neither white space nor in a string. */
  #endsItem(unit: number): boolean {
    if (unit === COMMA) return this.#depth === 1;
    if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
      this.#depth -= 1;
      return this.#depth === 0;
    }
    this.#itemLine ??= this.#line;
    if (unit === QUOTE) this.#isInString = true;
    if (unit === OPEN_OBJECT || unit === OPEN_LIST) this.#depth += 1;
    return false;
  }

  /** @param end the character behind it */
  *#item(end: number): Generator<Item> {
    const isObject = this.#opening === '{';
    const close = end === COMMA ? (isObject ? '}' : ']') : String.fromCharCode(end);
    const whole = this.#checked(`${this.#opening}${this.#text}${close}`);
    const line = this.#itemLine;
    const json = this.#text.trim();
    this.#text = '';
    this.#itemLine = null;
    if (line === null) {
      if (end === COMMA || this.#hasItems) throw this.#bad('This is not JSON (a comma stands beside nothing).');
      return;
    }
    this.#hasItems = true;
    if (!isObject) yield { line, name: null, json };
    else for (const member of membersOf(whole)) yield { line, ...member };
  }

  #checked(json: string): string {
    try {
      JSON.parse(json);
      return json;
    } catch (error) {
      const { message } = error as Error;
      // Most of V8's messages show the place instead of giving its position.
      const [, what = message, at] = PLACED.exec(message) ?? [];
      const why = `This is not JSON (${what}).`;
      if (at === undefined) throw this.#bad(why);
      throw new BadText('not-json', this.#line - lineFeeds(json.slice(Number(at))), why);
    }
  }

  #neither(): BadText {
    return this.#bad('This is neither an object nor an array.');
  }

  #bad(message: string, code: RefusalCode = 'not-json'): BadText {
    return new BadText(code, this.#itemLine ?? this.#line, message);
  }
}

/** @param json of an object */
export function membersOf(json: string): { name: string; json: string }[] {
  const members: { name: string; json: string }[] = [];
  for (let at = skip(SPACE, json, 1); json[at] !== '}'; ) {
    const nameEnd = endOfString(json, at);
    const name = JSON.parse(json.slice(at, nameEnd)) as string;
    at = skip(SPACE, json, skip(SPACE, json, nameEnd) + 1);
    const end = endOfValue(json, at);
    members.push({ name, json: json.slice(at, end) });
    at = skip(SPACE, json, end);
    if (json[at] === ',') at = skip(SPACE, json, at + 1);
  }
  return members;
}

function isSpace(unit: number): boolean {
  return unit === BLANK || unit === LINE_FEED || unit === CARRIAGE_RETURN || unit === TAB;
}

function lineFeeds(text: string): number {
  return text.split('\n').length - 1;
}

function endOfValue(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  if (text[at] !== '{' && text[at] !== '[') return skip(ATOM, text, at);
  let depth = 0;
  do {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at = character === '"' ? endOfString(text, at) : at + 1;
  } while (depth > 0);
  return at;
}

function endOfString(text: string, at: number): number {
  let end = at + 1;
  for (; text[end] !== '"'; end++) if (text[end] === '\\') end += 1;
  return end + 1;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}
