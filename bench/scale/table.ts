import { printTable } from '../support/table';
import type { Cost } from './costs';
import type { Figures } from './measure';

export interface Table {
  readonly title: string;
  /** What grows with the network, and why. */
  readonly why: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A text stands as it is; a number is rounded to three digits. */
export type Column = readonly [head: string, cell: (figures: Figures) => number | string];

export function table(all: readonly Figures[], title: string, why: string, columns: readonly Column[]): Table {
  const rows = all.map((figures) => columns.map(([, cell]) => cellText(cell(figures))));
  return { title, why, head: columns.map(([head]) => head), rows };
}

/** `7.6: 555 B`: messages and their bytes. */
export function costText({ messages, bytes }: Cost): string {
  return messages === 0 ? '0' : `${rounded(messages)}: ${rounded(bytes)} B`;
}

export function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

export function print({ title, why, head, rows }: Table): void {
  console.log(`\n${title}\n${why}\n`);
  printTable(head, rows);
}

export function markdown({ title, why, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map(() => '---:');
  return [`## ${title}`, why, '', ...[head, rule, ...rows].map(line)].join('\n');
}

function cellText(cell: number | string): string {
  return typeof cell === 'string' ? cell : rounded(cell);
}
