import type { Row } from '../bridge';
import type { Pages } from '../pages';
import type { Selection } from '../state';

/**
 * Where the selection stands after rows came or moved: on its key if that is at hand, else where it was. Returns the
 * very same object if nothing changed.
 */
export function follow(selected: Selection | null, pages: Pick<Pages, 'row' | 'find'>): Selection | null {
  if (!selected) return null;
  const here = pages.row(selected.index);
  if (selected.key === null) return here ? { index: selected.index, key: here.key } : selected;
  if (!here || here.key === selected.key) return selected;
  const index = pages.find(selected.key);
  return index === null ? selected : { index, key: selected.key };
}

/** The row that is shown as selected: where its key is not at hand, another row may stand in its place. */
export function selectedRow(selected: Selection | null, pages: Pick<Pages, 'row'>): Row | undefined {
  const row = selected ? pages.row(selected.index) : undefined;
  return row?.key === selected?.key ? row : undefined;
}
