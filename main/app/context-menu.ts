import { type BrowserWindow, Menu } from 'electron';
import { roleItems } from './role-items';

/** Opens a menu of text actions at a right click on a text field or on selected text. */
export function offerContextMenu(window: BrowserWindow, language: () => 'en' | 'fr'): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (!isEditable && selectionText === '') return;
    const items = isEditable
      ? roleItems(language(), 'cut', 'copy', 'paste', 'selectAll')
      : roleItems(language(), 'copy');
    Menu.buildFromTemplate(items).popup({ window });
  });
}
