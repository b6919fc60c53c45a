import { BadText } from './bad-text';

/** A field that quotes must enclose (RFC 4180, section 2, 6), whatever separates fields. */
const QUOTED = /[",;\r\n]/;
/**
 * A field without quotes, by what stands between fields: Excel writes semicolons where the decimal sign is a comma, and
 * tabs into what is pasted elsewhere.
 */
const PLAIN = { ',': /[^",\r\n]*/y, ';': /[^";\r\n]*/y, '\t': /[^"\t\r\n]*/y };
const LINE_END = /\r\n|\r|\n/y;
/** In the first line, which names the columns. */
const FIRST_SEPARATOR = /^[\r\n]*[^,;\t\r\n]*([,;\t])/;
const NOT_BLANK = /[^\r\n]/;
const QUOTE = '"'.charCodeAt(0);
const LINE_FEED = '\n'.charCodeAt(0);
const CARRIAGE_RETURN = '\r'.charCodeAt(0);

export type Separator = keyof typeof PLAIN;

/** A line of CSV with its line end, as in RFC 4180. */
export function csvLine(fields: readonly string[], separator: Separator): string {
  const written = fields.map((field) => (QUOTED.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  return `${written.join(separator)}\r\n`;
}

export interface CsvRecord {
  /** The line where it begins, from 1. */
  readonly line: number;
  readonly fields: string[];
}

/**
 * The records of a CSV text that comes in pieces (RFC 4180; any line ends), blank lines left out. Of comma, semicolon and tab
 * the one that stands first in the first line separates the fields.
 */
export class CsvReader {
  #separator: Separator | null = null;
  /** From the last line end outside of quotes on. */
  #text = '';
  #line = 1;
  #isQuoted = false;

  /** @param longest UTF-16 units of a record */
  constructor(readonly longest: number) {}

  /** The records that end in the next piece. @throws BadText */
  *take(piece: string): Generator<CsvRecord> {
    const seen = this.#text.length;
    const text = this.#text + piece;
    const end = this.#lastEnd(piece, seen);
    this.#text = text.slice(end);
    yield* this.#records(text.slice(0, end));
    if (this.#text.length <= this.longest) return;
    // Mostly because of a quote that is not closed, or stands where none may be.
    yield* this.#records(this.#text);
    throw new BadText('not-a-row', this.#line, 'This row is too long for a key and its value.');
  }

  /** The record without a line end, with which the text may end. @throws BadText */
  *end(): Generator<CsvRecord> {
    yield* this.#records(this.#text);
  }

  /**
   * Behind the last line end outside of quotes; 0 if there is none that was not seen. Only the new piece is looked at: a look
   * at a character of what is put together copies it whole, for each piece of a long row.
   */
  #lastEnd(piece: string, seen: number): number {
    let end = 0;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (unit === QUOTE) this.#isQuoted = !this.#isQuoted;
      // Of a carriage return at the very end, the line feed may be yet to come.
      else if (!this.#isQuoted && (unit === LINE_FEED || (unit === CARRIAGE_RETURN && at + 1 < piece.length)))
        end = seen + at + 1;
    }
    return end;
  }

  *#records(text: string): Generator<CsvRecord> {
    if (NOT_BLANK.test(text)) this.#separator ??= (FIRST_SEPARATOR.exec(text)?.[1] as Separator | undefined) ?? ',';
    const separator = this.#separator ?? ',';
    let at = 0;
    while (at < text.length) {
      const begin = at;
      const fields: string[] = [];
      do {
        if (fields.length > 0) at += 1;
        const field = fieldAt(text, at, this.#line, separator);
        fields.push(field.value);
        at = field.end;
      } while (text[at] === separator);
      const end = endOf(LINE_END, text, at);
      if (end === at && at < text.length)
        throw new BadText('not-a-row', this.#line, 'A quote stands where none may be; double it.');
      if (end > begin && at > begin) yield { line: this.#line, fields };
      this.#line += linesIn(text, begin, end);
      at = end;
    }
  }
}

function fieldAt(text: string, at: number, line: number, separator: Separator): { value: string; end: number } {
  if (text[at] !== '"') {
    const end = endOf(PLAIN[separator], text, at);
    return { value: text.slice(at, end), end };
  }
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw new BadText('not-a-row', line, 'A quote is never closed.');
  return { value: text.slice(at + 1, close).replaceAll('""', '"'), end: close + 1 };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function linesIn(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0;
}
