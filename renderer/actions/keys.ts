import { ask, node } from '../bridge';
import { focusSoon } from '../focus';
import { textNow } from '../i18n';
import { pages } from '../live';
import type { View } from '../pages';
import { getApp, setApp } from '../state';
import { tell } from './tell';

/** Changes search or order; an opened key stays open, wherever its row moves. */
export function setView(view: View): void {
  const { detailOpen, selected } = getApp();
  setApp({ view, selected: detailOpen && selected?.key ? { index: 0, key: selected.key } : null });
  pages.setView(view);
}

/** @param key of a row that may have moved from the index meanwhile */
export function select(index: number, key = pages.row(index)?.key ?? null): void {
  setApp({ selected: { index, key } });
}

export function openDetail(index: number, key: string): void {
  setApp({ selected: { index, key }, detailOpen: true });
}

/** For calls from outside the table: a drawer makes room, and the focus follows. */
export function openKey(key: string): void {
  openDetail(0, key);
  setApp({ drawerOpen: false });
  focusSoon('detail-value');
}

export function closeDetail(): void {
  setApp({ detailOpen: false });
  // Where a search found nothing there is no table.
  focusSoon(pages.total === 0 ? 'search' : 'key-table');
}

/** Keys deleted in this window, the latest last, whether that was done, and until when, by `performance.now()`, it can be undone. */
let deletions: { key: string; done: Promise<boolean>; until: number }[] = [];
/** As long as a deleted key's row, which says so, stays in the table: nobody undoes what they do not see. */
const UNDO_MS = 10_000;

export function removeKey(key: string): void {
  const words = textNow().table.wasDeleted(key);
  const done = ask(node.remove(key)).then((outcome) => tell(outcome, words));
  const now = performance.now();
  const earlier = deletions.filter((deletion) => deletion.until > now && deletion.key !== key);
  deletions = [...earlier, { key, done, until: now + UNDO_MS }];
}

/** Puts back the key deleted last, even if the disk is not done with that yet, while its row is still shown. */
export async function undoRemoval(): Promise<void> {
  const last = deletions.pop();
  if (last === undefined || last.until < performance.now() || !(await last.done)) return;
  const entry = await node.entry(last.key, false).catch(() => null);
  const before = entry?.deleted ? entry.history.find(({ deleted }) => !deleted) : undefined;
  if (before) await putBack(last.key, before.stamp);
}

export async function putBack(key: string, stamp: string): Promise<void> {
  tell(await ask(node.putBack(key, stamp)), textNow().table.wasPutBack(key));
}

/** Settles a conflict for its winner: written again by a node that has all entries, it replaces the losers. */
export async function keep(key: string, stamp: string): Promise<void> {
  tell(await ask(node.putBack(key, stamp)), textNow().detail.wasKept(key));
}
