import type { Row } from '../net/server/export-page';
import { digestOfText } from '../store/digest';
import { type Reason, type RefusalCode, Refused } from '../store/refusal';
import { checkKey, type JsonText, jsonValue, type Key, MAX_JSON_LENGTH, rawValue, textValue } from '../store/text';
import { BadText } from './bad-text';
import { CsvReader, type CsvRecord, csvLine, type Separator } from './csv';
import { type Item, JsonReader, membersOf } from './json-rows';

/**
 * UTF-16 units of a row in a file: twice what the longest value takes, so that what is somewhat too long is told like any
 * other mistake, and the rest read.
 */
const MAX_ROW = 2 * MAX_JSON_LENGTH;
/** Ten times what nodes are made for: the place of each key is kept, to find those that stand there twice. */
const MAX_ROWS = 10_000_000;
const HASH_WORDS = 4;
/** Maps that the keys are spread over: one alone stops all else for 0.2 s where it grows for the millionth, these for some ms. */
const PARTS = 256;

/** What the columns of CSV may be called: who makes a list in French writes its head in French. */
const KEYS = new Set(['key', 'clé']);
const VALUES = new Set(['value', 'valeur']);

/** Of a value, of a file of keys. */
export type Format = 'text' | 'json';
export type FileFormat = 'json' | 'csv';

/** Something wrong in a file of keys. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly code: RefusalCode;
  readonly message: string;
}

export interface Rows {
  readonly rows: [Key, JsonText][];
  /** The line of each. */
  readonly lines: number[];
  readonly problems: Problem[];
}

/**
 * The keys of a file that is read in pieces, and everything that is wrong with it, as it comes. JSON: an object, or an array
 * of `{"key": …, "value": …}`. CSV: the columns `key` and `value`, or `clé` and `valeur`, in any order and case, named in the
 * first line, with commas, semicolons or tabs between them. Where no more can be read, the last problem says so.
 * @param as what the values of CSV are: plain texts, or JSON
 */
export async function* readRows(pieces: AsyncIterable<string>, format: FileFormat, as: Format): AsyncGenerator<Rows> {
  const rows = format === 'json' ? new JsonRows() : new CsvRows(as === 'json' ? jsonValue : textValue);
  try {
    for await (const piece of pieces) {
      rows.take(piece);
      yield rows.taken();
    }
    rows.end();
  } catch (error) {
    if (!(error instanceof BadText)) throw error;
    rows.wrong(error.line, error);
  }
  yield rows.taken();
}

/** A file of keys, piece by piece: JSON as an object, one member a line; CSV with values that are texts as they are. */
export class RowWriter {
  #any = false;

  constructor(
    readonly format: FileFormat,
    readonly as: Format,
    readonly separator: Separator = ',',
  ) {}

  begin(): string {
    return this.format === 'csv' ? csvLine(['key', 'value'], this.separator) : '{';
  }

  write(rows: readonly Row[]): string {
    return rows.map((row) => this.#row(row)).join('');
  }

  end(): string {
    return this.format === 'csv' ? '' : '\n}\n';
  }

  #row([key, json]: Row): string {
    if (this.format === 'csv') {
      return csvLine([key, this.as === 'json' ? json : rawValue(json as JsonText)], this.separator);
    }
    const before = this.#any ? ',\n' : '\n';
    this.#any = true;
    return `${before}${JSON.stringify(key)}: ${json}`;
  }
}

/** What was read since it was last taken. */
abstract class Collected {
  #rows: Rows['rows'] = [];
  #lines: number[] = [];
  #problems: Problem[] = [];
  readonly #places = new Places();

  constructor(readonly toValue: (text: string) => JsonText) {}

  abstract take(piece: string): void;

  abstract end(): void;

  taken(): Rows {
    const taken = { rows: this.#rows, lines: this.#lines, problems: this.#problems };
    this.#rows = [];
    this.#lines = [];
    this.#problems = [];
    return taken;
  }

  add(line: number, text: string, value: string): void {
    try {
      const key = checkKey(text);
      const before = this.#places.add(key, line);
      if (before !== null)
        throw new Refused('key-twice', `The key ${JSON.stringify(key)} stands in line ${before} already.`);
      this.#rows.push([key, this.toValue(value)]);
      this.#lines.push(line);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.wrong(line, error);
    }
  }

  wrong(line: number, { code, message }: Reason): void {
    this.#problems.push({ line, code, message });
  }
}

class JsonRows extends Collected {
  readonly #reader = new JsonReader(MAX_ROW);

  constructor() {
    super(jsonValue);
  }

  take(piece: string): void {
    for (const item of this.#reader.take(piece)) this.#read(item);
  }

  end(): void {
    this.#reader.end();
  }

  #read({ line, name, json }: Item): void {
    if (name !== null) return this.add(line, name, json);
    const members = json.startsWith('{') ? membersOf(json) : [];
    const key = members.find((member) => member.name === 'key');
    const value = members.find((member) => member.name === 'value');
    if (members.length !== 2 || !key?.json.startsWith('"') || value === undefined) {
      return this.wrong(line, { code: 'not-a-row', message: 'Each item is {"key": "…", "value": …}.' });
    }
    this.add(line, JSON.parse(key.json) as string, value.json);
  }
}

class CsvRows extends Collected {
  readonly #reader = new CsvReader(MAX_ROW);
  #columns: { key: number; value: number } | null = null;

  take(piece: string): void {
    for (const record of this.#reader.take(piece)) this.#read(record);
  }

  end(): void {
    for (const record of this.#reader.end()) this.#read(record);
    if (this.#columns === null) throw new BadText('no-columns', 1, 'The file is empty; its first line is: key,value');
  }

  #read(record: CsvRecord): void {
    const { line, fields } = record;
    if (this.#columns === null) {
      if (!namesSeparator(fields)) this.#columns = columnsOf(record);
      return;
    }
    // A spreadsheet's blank row.
    if (fields.every((field) => field === '')) return;
    if (fields.length === 2) return this.add(line, fields[this.#columns.key] ?? '', fields[this.#columns.value] ?? '');
    this.wrong(line, { code: 'not-a-row', message: `Each row has two fields; this one has ${fields.length}.` });
  }
}

/** The line 'sep=;' before all others: Excel's own, which tells it what separates the fields. */
function namesSeparator([first, second, ...more]: readonly string[]): boolean {
  return first?.toLowerCase() === 'sep=' && second === '' && more.length === 0;
}

function columnsOf({ line, fields }: CsvRecord): { key: number; value: number } {
  const names = fields.map((field) => field.trim().normalize().toLowerCase());
  const [key, value] = [names.findIndex((name) => KEYS.has(name)), names.findIndex((name) => VALUES.has(name))];
  if (fields.length === 2 && key >= 0 && value >= 0) return { key, value };
  throw new BadText(
    'no-columns',
    line,
    'The first line names the columns, with a comma, a semicolon or a tab between them: key,value',
  );
}

/** The line of each key. */
class Places {
  readonly #parts = Array.from({ length: PARTS }, () => new Map<string, number>());
  #size = 0;

  /** Returns the line where the key stands already, or `null`. @throws BadText if there are `MAX_ROWS` */
  add(key: Key, line: number): number | null {
    const hash = hashOf(key);
    const lines = this.#parts[hash.charCodeAt(0) % PARTS] as Map<string, number>;
    const before = lines.get(hash);
    if (before !== undefined) return before;
    if (this.#size === MAX_ROWS) throw new BadText('bad-request', line, 'More than 10 million keys; split the file.');
    lines.set(hash, line);
    this.#size += 1;
    return null;
  }
}

const hash = new Int32Array(HASH_WORDS);
const halves = new Uint16Array(hash.buffer);

/** Of 128 bits, and short, however long the key: no two keys of a file have the same by accident. */
function hashOf(key: Key): string {
  digestOfText(key, 0, hash);
  return String.fromCharCode(...halves);
}
