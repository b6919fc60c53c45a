import type { PageQuery } from '../../preload/api';
import type { Node } from '../node';
import { type Query, type Shown, shown, shownOrder, View } from '../store/view';

/** The keys that the window asks for, in its order. */
export class Rows {
  /** Only while shown: if most keys are deleted, it takes as much memory as the view of the others would. */
  #deleted: View | null = null;

  constructor(readonly node: Pick<Node, 'view' | 'database'>) {}

  of({ show, ...query }: Omit<PageQuery, 'offset' | 'limit'>): readonly Shown[] {
    const { view, database } = this.node;
    if (show === 'deleted') {
      this.#deleted ??= new View(database, 'deleted');
      return this.#deleted.rows(query);
    }
    this.#deleted = null;
    return show === 'conflicts' ? this.#conflicts(query) : view.rows(query);
  }

  #conflicts(query: Query): readonly Shown[] {
    const { view, database } = this.node;
    const { conflicted } = database;
    const rows = view.rows(query).filter(({ key }) => conflicted.has(key));
    const inConflict = new Map(rows.map((row) => [row.key, row]));
    // A value that lost to a deletion has no row among all keys; here its key stays until the conflict is settled.
    for (const key of conflicted) {
      const winner = database.winner(key);
      if (winner?.value === null && key.toLowerCase().includes(query.search.toLowerCase()))
        inConflict.set(key, shown(winner));
    }
    return [...inConflict.values()].sort(shownOrder(database, query));
  }
}
