import { spawn } from 'node:child_process';
import type { App } from 'electron';
import type { Node } from '../node';

/**
 * Starts another instance of the app: a node in a window of its own, with a free profile and port, and with this one's
 * rule and path, so that the two can be linked. It goes on when this one ends.
 */
export function openNewNode(app: App, node: Node): Promise<void> {
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  const args = [...own, ...sandbox, '--rule', node.database.rule, '--path', node.options.path];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { detached: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
