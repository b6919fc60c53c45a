import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Command } from '../../preload/contract/api';
import { roleItems } from './role-items';

const words = {
  en: {
    node: 'Node',
    newNode: 'New node',
    invite: 'Invite a friend',
    backups: 'Backups',
    importKeys: 'Import keys…',
    exportKeys: 'Export keys…',
    edit: 'Edit',
    find: 'Search keys',
    view: 'View',
    help: 'Help',
    shortcuts: 'Keyboard shortcuts',
  },
  fr: {
    node: 'Nœud',
    newNode: 'Nouveau nœud',
    invite: 'Inviter un ami',
    backups: 'Sauvegardes',
    importKeys: 'Importer des clés…',
    exportKeys: 'Exporter les clés…',
    edit: 'Édition',
    find: 'Chercher une clé',
    view: 'Affichage',
    help: 'Aide',
    shortcuts: 'Raccourcis clavier',
  },
};

/**
 * @param help items besides those that every menu has
 * @param command has the window do something
 */
export function setMenu(
  language: 'en' | 'fr',
  help: readonly MenuItemConstructorOptions[],
  command: (command: Command) => void,
): void {
  const t = words[language];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [appMenu(language)] : []),
    {
      label: t.node,
      submenu: [
        { label: t.newNode, accelerator: 'CmdOrCtrl+N', click: () => command('new-node') },
        { label: t.invite, accelerator: 'CmdOrCtrl+I', click: () => command('invite') },
        { label: t.backups, accelerator: 'CmdOrCtrl+B', click: () => command('backups') },
        { type: 'separator' },
        { label: t.importKeys, click: () => command('import-keys') },
        { label: t.exportKeys, click: () => command('export-keys') },
        { type: 'separator' },
        ...roleItems(language, process.platform === 'darwin' ? 'close' : 'quit'),
      ],
    },
    {
      label: t.edit,
      submenu: [
        ...roleItems(language, 'undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'),
        { type: 'separator' },
        { label: t.find, accelerator: 'CmdOrCtrl+F', click: () => command('find') },
      ],
    },
    {
      label: t.view,
      submenu: [
        ...roleItems(language, 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { label: t.help, role: 'help', submenu: [{ label: t.shortcuts, click: () => command('shortcuts') }, ...help] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** The menu that every macOS app has. */
function appMenu(language: 'en' | 'fr'): MenuItemConstructorOptions {
  const separator = { type: 'separator' } as const;
  return {
    label: app.name,
    submenu: [
      ...roleItems(language, 'about'),
      separator,
      ...roleItems(language, 'services'),
      separator,
      ...roleItems(language, 'hide', 'hideOthers', 'unhide'),
      separator,
      ...roleItems(language, 'quit'),
    ],
  };
}
