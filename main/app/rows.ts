import type { PageQuery } from '../../preload/api';
import type { Node } from '../node';
import { type Shown, shown, shownOrder } from '../store/view';

/** The keys that the window asks for, in its order. */
export function rowsOf({ view, database }: Node, query: Omit<PageQuery, 'offset' | 'limit'>): readonly Shown[] {
  const { conflicts, ...rest } = query;
  const rows = view.rows(rest);
  if (!conflicts) return rows;
  const { conflicted } = database;
  const inConflict = new Map(rows.filter(({ key }) => conflicted.has(key)).map((row) => [row.key, row]));
  // A value that lost to a deletion has no row among all keys; here its key stays until the conflict is settled.
  for (const key of conflicted) {
    const winner = database.winner(key);
    if (winner?.value === null && key.toLowerCase().includes(query.search.toLowerCase()))
      inConflict.set(key, shown(winner));
  }
  return [...inConflict.values()].sort(shownOrder(database, query));
}
