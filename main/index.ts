import { app } from 'electron';
import { separateChromiumFolder } from './app/chromium-folder';
import { fail } from './app/failure';
import { Openings } from './app/openings';
import { lockDown } from './app/security';
import { startNode } from './app/start';
import { pageUrl } from './app/window';

const openings = new Openings(app, separateChromiumFolder(app));
lockDown(app, new URL('.', pageUrl).href);
app
  .whenReady()
  .then(() => startNode(app, openings))
  .catch((error: unknown) => fail(app, error));
