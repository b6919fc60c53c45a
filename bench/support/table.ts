/** Of an even number of figures the mean of the middle two. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** `412 (398-455)`: the median, and between brackets the least and the most. */
export function spread(figures: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...figures), Math.max(...figures)].map((figure) => figure.toFixed(digits));
  return `${median(figures).toFixed(digits)} (${least}-${most})`;
}

/** How many times the baseline's, in the median of the rounds; what slows a machine for a while slows both. */
export function medianRatio(figures: readonly number[], baseline: readonly number[]): number {
  return median(figures.map((figure, round) => figure / (baseline[round] ?? Number.NaN)));
}

/** `x 2.31`: the median ratio. */
export function ratio(figures: readonly number[], baseline: readonly number[]): string {
  return `x ${medianRatio(figures, baseline).toFixed(2)}`;
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) console.log(line(row));
}
