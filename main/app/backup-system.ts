import { type BrowserWindow, dialog, type OpenDialogOptions, shell } from 'electron';
import { defaultName } from '../config';
import type { BackupSystem } from './backup-desk';
import type { LanguageSetting } from './language';

const words = {
  en: { file: 'Choose a backup', folder: 'Choose a folder for backups', backups: 'Backups' },
  fr: { file: 'Choisir une sauvegarde', folder: 'Choisir un dossier pour les sauvegardes', backups: 'Sauvegardes' },
};

/**
 * The system's dialogs and windows for backups, in the language of the node's own window.
 * @param openNode opens a node with these options in a window of its own
 */
export function backupSystem(
  window: BrowserWindow,
  profiles: string,
  language: LanguageSetting,
  openNode: (options: readonly string[]) => Promise<void>,
): BackupSystem {
  const choose = async (options: OpenDialogOptions): Promise<string | null> =>
    (await dialog.showOpenDialog(window, options)).filePaths[0] ?? null;
  return {
    chooseFile: (defaultPath) => {
      const { file: title, backups: name } = words[language.current];
      return choose({
        title,
        defaultPath,
        properties: ['openFile'],
        filters: [{ name, extensions: ['byr', 'gz'] }],
      });
    },
    chooseFolder: (defaultPath) => {
      const { folder: title } = words[language.current];
      return choose({ title, defaultPath, properties: ['openDirectory', 'createDirectory'] });
    },
    show: (folder) => shell.openPath(folder),
    profiles,
    openProfile: (number) => openNode(['--profile', String(number), '--name', defaultName(number)]),
  };
}
