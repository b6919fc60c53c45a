import { ask, type KeysFileWork, node, type Refusal } from '../bridge';
import { countWords } from '../format';
import { textNow } from '../i18n';
import { checkLines, fileWork, importedWords, objection, refusedWords } from '../keys-file/keys-file-words';
import { getApp, type Importing, setApp } from '../state';
import { announce, toast } from './tell';

/** Lets the user choose a file, and writes all keys to it. */
export async function exportKeys(): Promise<void> {
  const answer = await ask(node.exportKeys());
  if (!answer.ok) tellRefusal(answer.refusal, 'export');
  else if (answer.value !== null) toast(textNow().keysFile.exported(answer.value.keys, answer.value.name));
}

/** Lets the user choose a file of keys, and shows what importing it would do. */
export async function importKeys(): Promise<void> {
  const chosen = await ask(node.chooseKeys());
  if (!chosen.ok) return tellRefusal(chosen.refusal, 'check-keys');
  if (chosen.value === null) return;
  const begun = begin(chosen.value, 'check-keys');
  const answer = await ask(node.checkKeys());
  if (!isShown(begun)) return;
  if (!answer.ok) return refuse(begun, answer.refusal);
  const check = answer.value;
  go(begun, { at: 'checked', check });
  const rule = getApp().status?.rule ?? 'latest';
  const text = textNow();
  announce(objection(check, rule, text) ?? countWords(checkLines(check, text), text));
}

/** Sets the keys of the file that was checked. */
export async function startImport({ name }: Importing): Promise<void> {
  const begun = begin(name, 'import');
  const answer = await ask(node.importKeys());
  if (!answer.ok) return refuse(begun, answer.refusal);
  const text = importedWords(answer.value, textNow());
  if (!isShown(begun)) return toast(text);
  go(begun, { at: 'done', text });
  announce(text);
}

/** What was begun with a file of keys ends with its dialog. */
export function closeImport(): void {
  cancelFileWork();
  setApp({ importing: null });
}

/** Cancels the file work under way, which then says what became of it. */
export function cancelFileWork(): void {
  const { importing, status } = getApp();
  // What has just begun is not in the status yet.
  if (importing?.step.at === 'working' || fileWork(status?.work ?? null) !== null) void ask(node.cancelWork());
}

function begin(name: string, kind: 'check-keys' | 'import'): Importing {
  const importing: Importing = { name, step: { at: 'working', kind } };
  setApp({ importing });
  return importing;
}

/** Whether its dialog is still open. */
function isShown(begun: Importing): boolean {
  return getApp().importing === begun;
}

function go(begun: Importing, step: Importing['step']): void {
  setApp({ importing: { ...begun, step } });
}

function refuse(begun: Importing, refusal: Refusal): void {
  const kind = begun.step.at === 'working' ? begun.step.kind : 'check-keys';
  if (!isShown(begun)) return tellRefusal(refusal, kind);
  go(begun, { at: 'refused', refusal, kind });
  announce(refusedWords(refusal, kind, textNow()));
}

function tellRefusal(refusal: Refusal, kind: KeysFileWork): void {
  toast(refusedWords(refusal, kind, textNow()), { bad: refusal.code !== 'cancelled' });
}
