import { app } from 'electron';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { Openings } from './app/openings';
import { lockDown } from './app/security';
import { startNode } from './app/start';

// As the installer's shortcuts have it: else a window and its shortcut are two things in the taskbar.
if (process.platform === 'win32') app.setAppUserModelId('app.build-your-rating');
let isQuitting = false;
app.once('before-quit', () => {
  isQuitting = true;
});
start().catch((error: unknown) => {
  // Who was asked to end while it started has nothing to tell.
  if (!isQuitting) fail(app, error);
});

async function start(): Promise<void> {
  let openings: Openings;
  try {
    openings = new Openings(app, separateChromiumFolder(app));
    lockDown(app);
  } catch (error) {
    // Only then a dialog can tell of it.
    await app.whenReady();
    throw error;
  }
  await app.whenReady();
  await startNode(app, openings);
}
