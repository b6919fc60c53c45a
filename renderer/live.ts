import { useSyncExternalStore } from 'react';
import { showOpenedBackup } from './actions/backups';
import { exportKeys, importKeys } from './actions/keys-file';
import { openNode } from './actions/new-node';
import { node } from './bridge';
import { coalesce } from './coalesce';
import { focusOn } from './focus';
import { Pages } from './pages';
import { getApp, setApp } from './state';

/** Five times a second looks immediate and leaves the node its time. */
const REFRESH_MS = 200;

export const pages = new Pages((query) => node.page(query));

/** Begins to follow the node: its status, its data, and the application menu's commands. */
export function start(): void {
  const refresh = coalesce(() => {
    pages.refresh();
    setApp({ dataVersion: getApp().dataVersion + 1 });
  }, REFRESH_MS);
  const news = coalesce(() => setApp({ eventsVersion: getApp().eventsVersion + 1 }), REFRESH_MS);
  node.onChange((change) => {
    if (change.kind === 'status') setApp({ status: change.status });
    else if (change.kind === 'data') refresh();
    else news();
  });
  node.onCommand((command) => {
    if (command === 'opened-backup') return void showOpenedBackup();
    if (command === 'new-node') return void openNode();
    // A menu knows of no dialog in the page, which may hold what somebody types.
    if (getApp().dialogs.length > 0) return;
    if (command === 'find') focusOn('search');
    else if (command === 'import-keys') void importKeys();
    else if (command === 'export-keys') void exportKeys();
    else setApp({ panel: command });
  });
  node.status().then((status) => setApp({ status }), console.error);
  pages.setView(getApp().view);
  void showOpenedBackup();
}

/** Renders again whenever rows arrive. */
export function usePages(): Pages {
  useSyncExternalStore(pages.subscribe, pages.revision);
  return pages;
}
