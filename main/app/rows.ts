import { setImmediate as turn } from 'node:timers/promises';
import type { Page, PageQuery, Row } from '../../preload/contract/keys';
import type { Node } from '../node/node';
import { Slice } from '../slice';
import { View } from '../store/view';
import { toRow } from './present';

type Asked = Omit<PageQuery, 'offset' | 'limit'>;

/** The pages that a window asks for. */
export class Rows {
  /** Of all keys, kept while others are shown: most are shown for a moment. */
  readonly #all: View;
  #others: View | null = null;
  /** What was asked for last, while it is looked for. */
  #looking: { readonly asked: Asked; readonly view: Promise<View | null> } | null = null;

  /** @param onFading a page holds keys that leave it without a change in the database */
  constructor(
    readonly node: Node,
    readonly onFading: () => void = () => {},
  ) {
    this.#all = new View(node.database, { search: '', show: 'all' });
  }

  /** `null` where the window asked for other keys, or another order, before these were found. */
  async page({ offset, limit, ...asked }: PageQuery): Promise<Page | null> {
    const view = await this.#look(asked);
    if (view === null) return null;
    if (view.isFading) this.onFading();
    const total = view.size;
    const rows: Row[] = [];
    const slice = new Slice();
    for (const key of view.keys(offset, limit, asked)) {
      // With a history of long values a row takes some ms.
      if (slice.isOver) await turn();
      const row = toRow(this.node, key);
      if (row !== null) rows.push(row);
    }
    return { total, offset, rows };
  }

  #look(asked: Asked): Promise<View | null> {
    if (this.#looking !== null && isSame(this.#looking.asked, asked)) return this.#looking.view;
    const view = this.#find(asked).finally(() => {
      if (this.#isWanted(asked)) this.#looking = null;
    });
    this.#looking = { asked, view };
    return view;
  }

  #isWanted(asked: Asked): boolean {
    return this.#looking?.asked === asked;
  }

  async #find(asked: Asked): Promise<View | null> {
    const view = this.#viewOf(asked);
    const slice = new Slice();
    while (!view.step(asked.sort)) {
      if (!slice.isOver) continue;
      // No longer rest: it is for the node's own user, who waits for it.
      await turn();
      if (!this.#isWanted(asked)) return null;
    }
    return view;
  }

  #viewOf({ search, show }: Asked): View {
    if (search === '' && show === 'all') {
      this.#others = null;
      return this.#all;
    }
    const { query } = this.#others ?? this.#all;
    if (query.search !== search || query.show !== show) this.#others = null;
    this.#others ??= new View(this.node.database, { search, show });
    return this.#others;
  }
}

function isSame(one: Asked, other: Asked): boolean {
  return (Object.keys(one) as (keyof Asked)[]).every((name) => one[name] === other[name]);
}
