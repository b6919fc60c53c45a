import type { PageQuery } from '../../preload/api';
import type { Node } from '../node';
import { compareTexts } from '../store/entry';
import type { Version } from '../store/record';

/** The winners that the window asks for, in its order. */
export function rowsOf({ view, database }: Node, query: Omit<PageQuery, 'offset' | 'limit'>): readonly Version[] {
  const { conflicts, ...rest } = query;
  const rows = view.rows(rest);
  if (!conflicts) return rows;
  const { conflicted } = database;
  const inConflict = new Set(rows.filter(({ key }) => conflicted.has(key)));
  // A value that lost to a deletion has no row among all keys; here its key stays until the conflict is settled.
  for (const key of conflicted) {
    const winner = database.winner(key);
    if (winner?.value === null && key.toLowerCase().includes(query.search.toLowerCase())) inConflict.add(winner);
  }
  const sign = query.descending ? -1 : 1;
  return [...inConflict].sort(
    (a, b) => sign * ((query.sort === 'time' ? database.order(a, b) : 0) || compareTexts(a.key, b.key)),
  );
}
