/**
 * Which of two entries for a key wins. `latest`: the highest in the total order; keys can be edited and deleted.
 * `first`: the lowest (the course's write-once rule); no edit, no delete.
 */
export type Rule = 'latest' | 'first';

export const RULES = ['latest', 'first'] as const satisfies readonly Rule[];

/** Whether an entry that compares as `comparison` to another one (of the same key) wins over it. */
export function wins(rule: Rule, comparison: number): boolean {
  return rule === 'latest' ? comparison > 0 : comparison < 0;
}
