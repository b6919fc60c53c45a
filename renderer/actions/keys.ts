import { ask, node, type Row } from '../bridge';
import { editableOf, jsonProblem, toPut } from '../editable';
import { focusSoon } from '../focus';
import { textNow } from '../i18n';
import { pages } from '../live';
import type { View } from '../pages';
import { getApp, type InlineEdit, setApp } from '../state';
import { tell } from './tell';

/** A row is a place for short values; what is longer is edited in the detail. */
const MAX_INLINE = 1000;

/** Changes search or order; an opened key stays open, wherever its row is then. */
export function setView(view: View): void {
  const { detailOpen, selected } = getApp();
  setApp({ view, selected: detailOpen && selected?.key ? { index: 0, key: selected.key } : null });
  pages.setView(view);
}

export function select(index: number): void {
  setApp({ selected: { index, key: pages.row(index)?.key ?? null } });
}

export function openDetail(index: number, key: string): void {
  setApp({ selected: { index, key }, detailOpen: true });
}

/** From elsewhere than the table: a drawer makes room, and the focus goes along. */
export function openKey(key: string): void {
  openDetail(0, key);
  setApp({ drawerOpen: false });
  focusSoon('detail-value');
}

export function closeDetail(): void {
  setApp({ detailOpen: false });
  focusSoon('key-table');
}

export async function removeKey(key: string): Promise<void> {
  tell(await ask(node.remove(key)), textNow().table.wasDeleted(key));
}

export async function putBack(key: string, stamp: string): Promise<void> {
  tell(await ask(node.putBack(key, stamp)), textNow().table.wasPutBack(key));
}

/** Turns a row into a field, or opens the detail where a one-line field could not hold the value as it is. */
export async function startEdit(row: Row, index: number): Promise<void> {
  if (row.deleted || getApp().status?.rule === 'first') return;
  const detail = await node.entry(row.key, false).catch(() => null);
  if (!detail || detail.deleted) return;
  const { mode, text } = editableOf(detail);
  const fits = detail.json !== null && text.length <= MAX_INLINE && !text.includes('\n');
  if (!fits) {
    openDetail(index, row.key);
    focusSoon('detail-value');
    return;
  }
  setApp({ editing: { key: row.key, mode, text, original: text, error: null } });
}

export function stopEdit(): void {
  setApp({ editing: null });
  focusSoon('key-table');
}

/** Saves the field in the row; a refusal leaves the field open and says why. */
export async function saveEdit(edit: InlineEdit): Promise<void> {
  const words = textNow();
  if (edit.text === edit.original) return stopEdit();
  if (edit.mode === 'json' && jsonProblem(edit.text)) return failEdit(edit, words.refusals['not-json']);
  const outcome = await ask(node.put(edit.key, toPut(edit.text, { mode: edit.mode, crlf: false })));
  if (!outcome.ok) return failEdit(edit, words.refusals[outcome.refusal.code]);
  tell(outcome, words.table.wasSaved(edit.key));
  stopEdit();
}

function failEdit(edit: InlineEdit, error: string): void {
  setApp({ editing: { ...edit, error } });
}
