import { app } from 'electron';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { Links } from './app/links';
import { lockDown } from './app/security';
import { startNode } from './app/start';
import { pageUrl } from './app/window';

const links = new Links(app, separateChromiumFolder(app));
lockDown(app, new URL('.', pageUrl).href);
app
  .whenReady()
  .then(() => startNode(app, links))
  .catch((error: unknown) => fail(app, error));
