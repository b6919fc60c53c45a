import { basename } from 'node:path';
import type { Backup } from '../../preload/contract/backups';
import type { Backups } from '../backup/backups';
import type { BackupFile } from '../backup/shelf';
import type { BackupDesk } from './backup-desk';
import type { Handlers } from './ipc';
import { answer, outcome } from './outcome';

/** The window's calls about its node's backups. */
export function backupHandlers(backups: Backups, desk: BackupDesk) {
  return {
    backups: () => answer(async () => (await backups.list()).map((file) => toBackup(file))),
    backUp: () => answer(async () => toBackup(await desk.backUp())),
    verifyBackup: (id) => outcome(() => desk.verify(id)),
    previewRestore: (id) => answer(() => desk.preview(id)),
    restoreBackup: (id) => answer(() => desk.restore(id)),
    putBackBackup: (id) => answer(() => desk.putBack(id)),
    restoreAsNew: (id) => answer(() => desk.restoreAsNew(id)),
    chooseBackup: () => answer(async () => toChosen(await desk.choose())),
    openedBackup: () => answer(async () => toChosen(await desk.opened())),
    openBackupFolder: () => outcome(() => desk.openFolder()),
    chooseBackupFolder: () => outcome(() => desk.chooseFolder()),
    resetBackupFolder: () => outcome(() => backups.setFolder(null)),
    setBackupMinutes: (minutes) => outcome(() => backups.setMinutes(minutes)),
  } satisfies Partial<Handlers>;
}

function toChosen(file: BackupFile | null): Backup | null {
  return file === null ? null : { ...toBackup(file), id: null };
}

function toBackup({ path, size, header, own, verified, problem }: BackupFile): Backup {
  const name = basename(path);
  const about = header && { name: header.name, rule: header.rule, time: header.time, entries: header.entries };
  return { id: name, name, size, header: about, own, verified, problem };
}
