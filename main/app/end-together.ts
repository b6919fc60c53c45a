import type { App } from 'electron';
import type { Node } from '../node';
import { onStopSignal } from '../stop-signals';

/** Longer than a close takes that is to come to its end. */
const PATIENCE_MS = 15_000;

/** One window is one node: whichever ends first, both do, and what is under way is finished. */
export function endTogether(app: App, node: Node): void {
  let closingSince = Number.POSITIVE_INFINITY;
  let isClosed = false;
  app.on('window-all-closed', () => app.quit());
  // Who asks again meanwhile, by another signal or as the window closes, waits like the first.
  app.on('before-quit', (event) => {
    // A disk that hangs must not keep the app for ever from who asks again.
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
}
