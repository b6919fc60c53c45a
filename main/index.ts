import { app } from 'electron';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { lockDown } from './app/security';
import { startNode } from './app/start';
import { pageUrl } from './app/window';

separateChromiumFolder(app);
lockDown(app, new URL('.', pageUrl).href);
app
  .whenReady()
  .then(() => startNode(app))
  .catch((error: unknown) => fail(app, error));
