import type { MenuItemConstructorOptions } from 'electron';

const words = {
  en: {
    close: 'Close window',
    quit: 'Quit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    togglefullscreen: 'Full screen',
    about: 'About Build Your Rating',
    services: 'Services',
    hide: 'Hide Build Your Rating',
    hideOthers: 'Hide others',
    unhide: 'Show all',
  },
  fr: {
    close: 'Fermer la fenêtre',
    quit: 'Quitter',
    undo: 'Annuler',
    redo: 'Rétablir',
    cut: 'Couper',
    copy: 'Copier',
    paste: 'Coller',
    selectAll: 'Tout sélectionner',
    resetZoom: 'Taille réelle',
    zoomIn: 'Zoom avant',
    zoomOut: 'Zoom arrière',
    togglefullscreen: 'Plein écran',
    about: 'À propos de Build Your Rating',
    services: 'Services',
    hide: 'Masquer Build Your Rating',
    hideOthers: 'Masquer les autres',
    unhide: 'Tout afficher',
  },
};

type Role = keyof (typeof words)['en'];

/** Menu items with the system's own actions. Electron knows no French: without a label they would be in English. */
export function roleItems(language: 'en' | 'fr', ...roles: Role[]): MenuItemConstructorOptions[] {
  return roles.map((role) => ({ role, label: words[language][role] }));
}
