import { ask, type KeyDetail, node, type RefusalCode, type Row } from '../bridge';
import { jsonProblem, toPut } from '../editable';
import { focusSoon } from '../focus';
import { shortKey } from '../format';
import { textNow } from '../i18n';
import { pages } from '../live';
import { getApp, type InlineEdit, setApp, setDraft } from '../state';
import { ownStamp, settleDraft } from './drafts';
import { openDetail } from './keys';
import { tell, toast } from './tell';

/**
 * Turns a row into a field, or opens the detail if a one-line field could not hold the value as it is, or if a draft
 * waits there. The field is there before the next keystroke: asking the node for the value first would lose what is
 * typed meanwhile.
 */
export function startEdit({ key, deleted, kind, preview, whole, stamp }: Row, index: number): void {
  const { status, drafts } = getApp();
  if (deleted || status?.rule === 'first') return;
  keepEdit();
  if (!whole || /[\r\n]/.test(preview) || drafts.has(key)) {
    openDetail(index, key);
    focusSoon('detail-value');
    return;
  }
  const mode = kind === 'text' ? 'text' : 'json';
  setApp({ editing: { key, from: index, stamp, mode, text: preview, original: preview, error: null } });
}

export function stopEdit(from = document.activeElement): void {
  setApp({ editing: null });
  focusSoon('key-table', from);
}

/** The row of the field is gone, as others changed or moved it: what is being typed goes on in the detail. */
export function leaveRow(key: string, isTyping: boolean): void {
  const editing = openEdit(key);
  if (!editing) return;
  if (!isTyping) keepEdit();
  else if (editing.text === editing.original) stopEdit();
  else goOnInDetail(key, document.activeElement);
}

/** The detail of a key has the focus: what is being typed into its row goes on there. */
export function takeFromRow(key: string): void {
  if (openEdit(key)) keepEdit();
}

/** Keys whose fields are being saved: a second Enter meanwhile is one too many. */
const saving = new Set<string>();

/** Saves the field in the row; a refusal leaves the field open and says why. */
export async function saveEdit(edit: InlineEdit): Promise<void> {
  const { key, mode, text, original } = edit;
  if (text === original) return stopEdit();
  // The same words again would not be read out: they go before they may come.
  setApp({ editing: { ...edit, error: null } });
  await null;
  if (mode === 'json' && jsonProblem(text)) return failEdit(edit, 'not-json');
  if (saving.has(key)) return;
  saving.add(key);
  await save(edit, document.activeElement);
  saving.delete(key);
}

async function save({ key, mode, text, stamp }: InlineEdit, from: Element | null): Promise<void> {
  if (((await entryOf(key))?.stamp ?? stamp) !== stamp) {
    // There one sees who was faster.
    if (openEdit(key)) goOnInDetail(key, from);
    return;
  }
  const outcome = await ask(node.put(key, toPut(text, { mode, crlf: false })));
  if (!outcome.ok) return notSaved(key, outcome.refusal.code);
  tell(outcome, textNow().table.wasSaved(key));
  const saved = await entryOf(key);
  settleDraft(key, text, saved);
  const now = openEdit(key);
  if (now?.text === text) stopEdit(from);
  // More was typed meanwhile, to go over what was saved.
  else if (now) setApp({ editing: { ...now, original: text, stamp: ownStamp(saved) ?? now.stamp } });
}

function notSaved(key: string, code: RefusalCode): void {
  const { keys, refusals } = textNow();
  const now = openEdit(key);
  if (now) failEdit(now, code);
  else toast(keys.wasNotSet(shortKey(key), refusals[code]), { bad: true });
}

function entryOf(key: string): Promise<KeyDetail | null> {
  return node.entry(key, false).catch(() => null);
}

/** What stands in the field of a key, if that is still open. */
function openEdit(key: string): InlineEdit | null {
  const { editing } = getApp();
  return editing?.key === key ? editing : null;
}

/** Closes the field; what was typed into it is kept as a draft. */
function keepEdit(): void {
  const { editing } = getApp();
  if (editing === null) return;
  const { key, text, original, stamp } = editing;
  setApp({ editing: null });
  if (text !== original) setDraft(key, { text, stamp });
}

function goOnInDetail(key: string, from: Element | null): void {
  keepEdit();
  openDetail(pages.find(key) ?? 0, key);
  focusSoon('detail-value', from, true);
}

function failEdit(edit: InlineEdit, error: RefusalCode): void {
  setApp({ editing: { ...edit, error } });
}
