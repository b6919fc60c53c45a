import {
  isAllHere,
  newNetworkWords,
  previewLines,
  putBackWords,
  refusalWords,
  refusedWords,
  restoredWords,
} from '../backups/backup-words';
import { ask, type Backup, node, type Outcome, type Refused, type RestorePreview } from '../bridge';
import { countWords } from '../format';
import { textNow } from '../i18n';
import { getApp, type RestoreWork, type Restoring, setApp } from '../state';
import { announce, toast } from './tell';

export async function backUp(): Promise<void> {
  const before = getApp().status?.backups.last;
  const answer = await work(node.backUp());
  const words = textNow().backups;
  const header = answer.ok ? answer.value.header : null;
  if (answer.ok) toast(header?.time === before ? words.unchanged : words.backedUp(header?.entries ?? 0));
  else if (answer.refusal.code === 'cancelled') toast(words.noneMade);
  else refuse(answer);
}

export async function verify({ id }: Backup): Promise<void> {
  const outcome = await work(node.verifyBackup(id));
  if (outcome.ok || outcome.refusal.code !== 'cancelled') tellOf(outcome, textNow().backups.isGood);
}

export async function openFolder(): Promise<void> {
  const outcome = await ask(node.openBackupFolder());
  if (!outcome.ok) toast(textNow().backups.folderNotOpened, { bad: true });
}

export async function chooseFolder(): Promise<void> {
  tellOf(await ask(node.chooseBackupFolder()));
}

export async function resetFolder(): Promise<void> {
  tellOf(await ask(node.resetBackupFolder()));
}

/** Returns whether that was done. */
export async function setMinutes(minutes: number | null): Promise<boolean> {
  const outcome = await ask(node.setBackupMinutes(minutes));
  tellOf(outcome);
  return outcome.ok;
}

export function cancelWork(): void {
  void ask(node.cancelWork());
}

/** Lets the user choose a file, and shows what restoring it would change. */
export async function chooseBackup(): Promise<void> {
  const answer = await ask(node.chooseBackup());
  if (!answer.ok) refuse(answer);
  else if (answer.value !== null) await startPreview(answer.value);
}

/** If the system has this window open a backup, shows what restoring it would change. */
export async function showOpenedBackup(): Promise<void> {
  // A preview of another chosen file must not be accepted for this one.
  closeRestore();
  const answer = await ask(node.openedBackup());
  if (!answer.ok) refuse(answer);
  else if (answer.value !== null) await startPreview(answer.value);
}

/** Reads a backup and shows what restoring it would change. */
export async function startPreview(backup: Backup): Promise<void> {
  const begun = begin(backup, 'preview');
  const answer = await work(node.previewRestore(backup.id));
  if (!isShown(begun)) return;
  if (!answer.ok) return end(begun, answer);
  go(begun, { at: 'preview', preview: answer.value });
  announce(previewWords(answer.value));
}

export async function restore(backup: Backup): Promise<void> {
  const begun = begin(backup, 'restore');
  const answer = await work(node.restoreBackup(backup.id));
  end(begun, answer.ok ? restoredWords(answer.value, textNow()) : answer);
}

/** Writes the backup's values again over what was changed or deleted since. */
export async function putBack(backup: Backup): Promise<void> {
  const begun = begin(backup, 'put-back');
  const answer = await work(node.putBackBackup(backup.id));
  end(begun, answer.ok ? putBackWords(answer.value, textNow()) : answer);
}

/** Explains what a new network is, before one is made. */
export function askAsNew(backup: Backup): void {
  setApp({ restoring: { backup, asNew: true, step: { at: 'asking' } } });
}

export async function restoreAsNew(backup: Backup): Promise<void> {
  const begun = begin(backup, 'restore-as-new');
  const answer = await work(node.restoreAsNew(backup.id));
  end(begun, answer.ok ? newNetworkWords(answer.value, textNow()) : answer);
}

/** Cancels the work under way; of a mere preview, also closes the dialog. */
export function cancelRestore(): void {
  if (isReading()) closeRestore();
  else cancelWork();
}

/** Closing the dialog ends a preview. A restore goes on, and can be watched and cancelled among the backups. */
export function closeRestore(): void {
  if (isReading()) cancelWork();
  setApp({ restoring: null });
}

async function work<T>(call: Promise<T>): Promise<T | Refused> {
  const answer = await ask(call);
  setApp({ backupsVersion: getApp().backupsVersion + 1 });
  return answer;
}

function isReading(): boolean {
  const step = getApp().restoring?.step;
  return step?.at === 'working' && step.kind === 'preview';
}

function previewWords(preview: RestorePreview): string {
  const text = textNow();
  return isAllHere(preview) ? text.backups.restoring.nothing : countWords(previewLines(preview, text), text);
}

function begin(backup: Backup, kind: RestoreWork): Restoring {
  const restoring: Restoring = { backup, asNew: kind === 'restore-as-new', step: { at: 'working', kind } };
  setApp({ restoring });
  return restoring;
}

/** Whether its dialog is still open. */
function isShown(begun: Restoring): boolean {
  return getApp().restoring === begun;
}

function go(begun: Restoring, step: Restoring['step']): void {
  setApp({ restoring: { ...begun, step } });
}

/** Shows the result: in the dialog or, if that was closed, as a message. */
function end(begun: Restoring, result: string | Refused): void {
  const refused = typeof result !== 'string';
  const kind = begun.step.at === 'working' ? begun.step.kind : 'preview';
  const words = refused ? refusedWords(result.refusal, kind, textNow()) : result;
  const step = refused
    ? ({ at: 'refused', refusal: result.refusal, kind } as const)
    : ({ at: 'done', text: words } as const);
  if (!isShown(begun)) return toast(words, { bad: refused && result.refusal.code !== 'cancelled' });
  go(begun, step);
  announce(words);
}

function tellOf(outcome: Outcome, done: string | null = null): void {
  if (!outcome.ok) refuse(outcome);
  else if (done !== null) toast(done);
}

function refuse({ refusal }: Refused): void {
  toast(refusalWords(refusal, textNow()), { bad: true });
}
