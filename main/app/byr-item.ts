import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type App, type BrowserWindow, dialog, type MenuItemConstructorOptions } from 'electron';
import { ByrCommand, thisPlace } from './byr-command';
import { portable } from './single-file';

const words = {
  en: {
    install: 'Install the byr command',
    remove: 'Remove the byr command',
    installed: 'The byr command is installed.',
    where: (path: string, folder: string) =>
      `It is ${path}. Open a new terminal and type: byr status\n\nIf it is not found there, add ${folder} to your PATH. The same menu removes it.`,
    removed: 'The byr command is removed.',
    failed: 'That did not work.',
  },
  fr: {
    install: 'Installer la commande byr',
    remove: 'Retirer la commande byr',
    installed: 'La commande byr est installée.',
    where: (path: string, folder: string) =>
      `C’est ${path}. Ouvrez un nouveau terminal et tapez\u202f: byr status\n\nS’il ne la trouve pas, ajoutez ${folder} à votre PATH. Le même menu la retire.`,
    removed: 'La commande byr est retirée.',
    failed: 'Cela n’a pas fonctionné.',
  },
};

/** The menu's item that installs `byr`, or removes it; none if a system package brought it, or it cannot last. */
export function byrItem(
  app: App,
  window: BrowserWindow,
  language: 'en' | 'fr',
  changed: () => void,
): MenuItemConstructorOptions[] {
  if (!app.isPackaged || !isLasting() || isOfSystem()) return [];
  const byr = new ByrCommand(thisPlace());
  const t = words[language];
  const tell = (message: string, detail = ''): void => void dialog.showMessageBox(window, { message, detail });
  const install = async (): Promise<void> => {
    await byr.install();
    tell(t.installed, t.where(byr.path, dirname(byr.path)));
  };
  const remove = async (): Promise<void> => {
    await byr.remove();
    tell(t.removed);
  };
  const [label, act] = byr.isInstalled ? [t.remove, remove] : [t.install, install];
  const click = (): void => {
    act()
      .catch((error: Error) => tell(t.failed, error.message))
      .finally(changed);
  };
  return [{ label, click }];
}

/** Whether the app's path will stay the same: macOS runs a merely downloaded app from a path of its own choice. */
function isLasting(): boolean {
  const { resourcesPath } = process;
  return portable() === null && !resourcesPath.includes('/AppTranslocation/') && !resourcesPath.startsWith('/Volumes/');
}

function isOfSystem(): boolean {
  return process.platform === 'linux' && process.resourcesPath.startsWith('/opt/') && existsSync('/usr/bin/byr');
}
