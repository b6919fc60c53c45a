import type { App } from 'electron';
import type { Node } from '../node/node';
import { onStopSignal } from '../stop-signals';

/** Longer than any close that will end. */
const PATIENCE_MS = 15_000;

/** One window is one node: whichever ends first, both do, and what is under way is finished. */
export function endTogether(app: App, node: Node): void {
  let closingSince = Number.POSITIVE_INFINITY;
  let isClosed = false;
  app.on('window-all-closed', () => app.quit());
  // Another request meanwhile, by a signal or as the window closes, waits like the first.
  app.on('before-quit', (event) => {
    // A disk that hangs must not keep the app open for ever if asked again.
    if (isClosed || performance.now() - closingSince > PATIENCE_MS) return;
    event.preventDefault();
    if (closingSince < Number.POSITIVE_INFINITY) return;
    closingSince = performance.now();
    void node.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
  onStopSignal(() => app.quit());
  // As its user logs off, Windows quits no app: it tells the windows, then waits a little.
  app.on('browser-window-created', (_, window) => window.on('session-end', () => app.quit()));
}
