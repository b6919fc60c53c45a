import { app } from 'electron';
import { asksForHelp, HELP } from './app/arguments';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { Openings } from './app/openings';
import { lockDown } from './app/security';
import { startNode } from './app/start';

// The id of the installer's shortcuts: with another, a window and its shortcut would be apart in the taskbar.
if (process.platform === 'win32') app.setAppUserModelId('app.build-your-rating');
let isQuitting = false;
app.once('before-quit', () => {
  isQuitting = true;
});
start().catch((error: unknown) => {
  // A process asked to end during its start has nothing to report.
  if (!isQuitting) void fail(app, error);
});

async function start(): Promise<void> {
  if (asksForHelp(process.argv.slice(1))) {
    // Before that, build/start.mjs's display has had no client after whose last it could end.
    await app.whenReady();
    return void process.stdout.write(HELP, () => app.exit());
  }
  let openings: Openings;
  try {
    openings = new Openings(app, separateChromiumFolder(app));
    lockDown(app);
  } catch (error) {
    // Before that, no dialog can show it.
    await app.whenReady();
    throw error;
  }
  await app.whenReady();
  await startNode(app, openings);
}
