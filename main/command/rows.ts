import type { Row } from '../net/server/backup-server';
import { checkKey, type JsonText, jsonValue, textValue } from '../store/text';
import { BadCsv, type CsvRecord, csvLine, csvRecords } from './csv';
import { type Item, jsonItems } from './json-rows';
import { rawValue } from './print';
import type { FileFormat, Format } from './target';
import { count } from './units';

/** In the first line, which names the columns. */
const SEMICOLON_FIRST = /^[\r\n]*[^,\r\n]*;/;

/** Something wrong in a file of keys. */
export interface Problem {
  /** From 1; `null` if not known. */
  readonly line: number | null;
  readonly message: string;
}

export interface Rows {
  readonly rows: Row[];
  /** The line of each. */
  readonly lines: number[];
  readonly problems: Problem[];
}

/**
 * All keys of a file, and everything that is wrong with it. JSON: an object, or an array of `{"key": …, "value": …}`.
 * CSV: the columns `key` and `value`, in any order, named in the first line, with commas or semicolons between them.
 * @param as what the values of CSV are: plain texts, or JSON
 */
export function readRows(text: string, format: FileFormat, as: Format): Rows {
  const collected = new Collected(as === 'json' || format === 'json' ? jsonValue : textValue);
  const content = text.replace(/^\uFEFF/, '');
  if (format === 'json') readJson(content, collected);
  else readCsv(content, collected);
  return collected;
}

/** A file of keys, piece by piece: JSON as an object, one member a line; CSV with values that are texts as they are. */
export class RowWriter {
  #any = false;

  constructor(
    readonly format: FileFormat,
    readonly as: Format,
  ) {}

  begin(): string {
    return this.format === 'csv' ? csvLine(['key', 'value']) : '{';
  }

  write(rows: readonly Row[]): string {
    return rows.map((row) => this.#row(row)).join('');
  }

  end(): string {
    return this.format === 'csv' ? '' : '\n}\n';
  }

  #row([key, json]: Row): string {
    if (this.format === 'csv') return csvLine([key, this.as === 'json' ? json : rawValue(json)]);
    const before = this.#any ? ',\n' : '\n';
    this.#any = true;
    return `${before}${JSON.stringify(key)}: ${json}`;
  }
}

class Collected implements Rows {
  readonly rows: Row[] = [];
  readonly lines: number[] = [];
  readonly problems: Problem[] = [];
  readonly #lineOf = new Map<string, number>();

  constructor(readonly toValue: (text: string) => JsonText) {}

  add(line: number, key: string, value: string): void {
    const before = this.#lineOf.get(key);
    if (before !== undefined)
      return this.wrong(line, `The key ${JSON.stringify(key)} stands in line ${before} already.`);
    this.#lineOf.set(key, line);
    try {
      this.rows.push([checkKey(key), this.toValue(value)]);
      this.lines.push(line);
    } catch (error) {
      this.wrong(line, (error as Error).message);
    }
  }

  wrong(line: number | null, message: string): void {
    this.problems.push({ line, message });
  }
}

function readJson(text: string, collected: Collected): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    // Most of V8's messages show the place instead of giving its position.
    const [, at] = /position (\d+)/.exec(message) ?? [];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    return collected.wrong(line, `This is not JSON (${message}).`);
  }
  const items = jsonItems(text);
  if (items === null) return collected.wrong(1, 'This is neither an object nor an array.');
  for (const item of items) readItem(item, collected);
}

function readItem({ line, name, json }: Item, collected: Collected): void {
  if (name !== null) return collected.add(line, name, json);
  const members = json.startsWith('{') ? (jsonItems(json) ?? []) : [];
  const key = members.find((member) => member.name === 'key');
  const value = members.find((member) => member.name === 'value');
  if (members.length !== 2 || !key?.json.startsWith('"') || value === undefined) {
    return collected.wrong(line, 'Each item is {"key": "…", "value": …}.');
  }
  collected.add(line, JSON.parse(key.json) as string, value.json);
}

function readCsv(text: string, collected: Collected): void {
  try {
    let columns: { key: number; value: number } | null = null;
    for (const record of csvRecords(text, SEMICOLON_FIRST.test(text) ? ';' : ',')) {
      if (columns === null) columns = columnsOf(record);
      else if (record.fields.length !== 2) {
        collected.wrong(record.line, `This row has ${count(record.fields.length, 'field', 'fields')}, not two.`);
      } else collected.add(record.line, record.fields[columns.key] ?? '', record.fields[columns.value] ?? '');
    }
    if (columns === null) throw new BadCsv(1, 'The file is empty; its first line is: key,value');
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    collected.wrong(error.line, error.message);
  }
}

function columnsOf({ line, fields }: CsvRecord): { key: number; value: number } {
  const [key, value] = [fields.indexOf('key'), fields.indexOf('value')];
  if (fields.length === 2 && key >= 0 && value >= 0) return { key, value };
  throw new BadCsv(line, 'The first line names the columns: key,value');
}
