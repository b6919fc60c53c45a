import { compareEntries, type Entry } from './entry';

/**
 * Which of two entries for a key wins. `latest`: the highest in the total order; keys can be edited and deleted.
 * `first`: the lowest (the course's write-once rule); no edit, no delete.
 */
export type Rule = 'latest' | 'first';

export const RULES = ['latest', 'first'] as const satisfies readonly Rule[];

export function beats(rule: Rule, a: Entry, b: Entry): boolean {
  const order = compareEntries(a, b);
  return rule === 'latest' ? order > 0 : order < 0;
}
