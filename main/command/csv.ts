/** A field that quotes must enclose (RFC 4180, section 2, 6). */
const QUOTED = /[",\r\n]/;
/** A field without quotes, by what stands between fields: Excel writes semicolons where the decimal sign is a comma. */
const PLAIN = { ',': /[^",\r\n]*/y, ';': /[^";\r\n]*/y };
const LINE_END = /\r\n|\r|\n/y;

/** A line of CSV with its line end, as in RFC 4180. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (QUOTED.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\r\n`;
}

type Separator = keyof typeof PLAIN;

export interface CsvRecord {
  /** The line where it begins, from 1. */
  readonly line: number;
  readonly fields: string[];
}

/** A text that is invalid CSV from some line on: what follows cannot be parsed. */
export class BadCsv extends Error {
  override readonly name = 'BadCsv';

  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** The records of a CSV text (RFC 4180; any line ends), blank lines left out. @throws BadCsv */
export function* csvRecords(text: string, separator: Separator): Generator<CsvRecord> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const begin = at;
    const fields: string[] = [];
    do {
      if (fields.length > 0) at += 1;
      const field = fieldAt(text, at, line, separator);
      fields.push(field.value);
      at = field.end;
    } while (text[at] === separator);
    const end = endOf(LINE_END, text, at);
    if (end === at && at < text.length) throw new BadCsv(line, 'A quote stands where none may be; double it.');
    if (end > begin && at > begin) yield { line, fields };
    line += linesIn(text, begin, end);
    at = end;
  }
}

function fieldAt(text: string, at: number, line: number, separator: Separator): { value: string; end: number } {
  if (text[at] !== '"') {
    const end = endOf(PLAIN[separator], text, at);
    return { value: text.slice(at, end), end };
  }
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw new BadCsv(line, 'A quote is never closed.');
  return { value: text.slice(at + 1, close).replaceAll('""', '"'), end: close + 1 };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function linesIn(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0;
}
