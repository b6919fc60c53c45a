import { app } from 'electron';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { lockDown } from './app/security';
import { startNode } from './app/start';

separateChromiumFolder(app);
lockDown(app);
app
  .whenReady()
  .then(() => startNode(app))
  .catch((error: unknown) => fail(app, error));
