import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { KeysFileSystem } from './keys-file-desk';
import type { LanguageSetting } from './language';

const words = {
  en: {
    import: 'Import keys',
    export: 'Export keys',
    name: 'keys.csv',
    both: 'Keys (CSV, JSON)',
    csv: 'CSV, for spreadsheets',
    json: 'JSON, which keeps numbers and lists',
  },
  fr: {
    import: 'Importer des clés',
    export: 'Exporter les clés',
    name: 'clés.csv',
    both: 'Clés (CSV, JSON)',
    csv: 'CSV, pour les tableurs',
    json: 'JSON, qui garde nombres et listes',
  },
};

/** GTK adds none to a name as typed; nothing that is there is written over unasked. */
function withEnding(path: string): string {
  const named = `${path}.csv`;
  return extname(path) === '' && !existsSync(named) ? named : path;
}

/** The system's dialogs for files of keys, in the language of the node's own window. */
export function keysFileSystem(window: BrowserWindow, language: LanguageSetting): KeysFileSystem {
  return {
    chooseInput: async () => {
      const { import: title, both: name } = words[language.current];
      const filters = [{ name, extensions: ['csv', 'json'] }];
      return (await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })).filePaths[0] ?? null;
    },
    chooseOutput: async () => {
      const { export: title, name: defaultPath, csv, json } = words[language.current];
      const filters = [
        { name: csv, extensions: ['csv'] },
        { name: json, extensions: ['json'] },
      ];
      const { filePath } = await dialog.showSaveDialog(window, { title, defaultPath, filters });
      // Empty where the user chose none.
      return filePath ? withEnding(filePath) : null;
    },
    // Where the decimal sign is a comma, spreadsheets part fields by semicolons.
    separator: () => (language.current === 'fr' ? ';' : ','),
  };
}
