import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow } from 'electron';

/** Windows of several nodes do not hide each other. */
const CASCADE_PX = 32;
const CASCADE_STEPS = 8;
/** A page that crashes more often than that would crash again at once. */
const MAX_CRASHES = 5;

const page = join(__dirname, '../renderer/index.html');

/** The address of the one page that a window shows. */
export const pageUrl = pathToFileURL(page).href;

/** Opens a node's window. @param place how many windows of other nodes it should not hide */
export async function openWindow(place: number): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 480,
    minHeight: 420,
    show: false,
    ...icon(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(__dirname, '../preload/index.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  const [x = 0, y = 0] = window.getPosition();
  const offset = (place % CASCADE_STEPS) * CASCADE_PX;
  window.setPosition(Math.max(0, x + offset), Math.max(0, y + offset));
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  let crashes = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    crashes += 1;
    const isWanted = reason !== 'clean-exit' && !window.isDestroyed();
    if (isWanted && crashes <= MAX_CRASHES) window.webContents.reload();
  });
  return window;
}

/** For a question that came from elsewhere; a window that is still opening shows itself. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  if (window.isVisible()) window.focus();
}

/** On Linux a window brings its own; elsewhere it is in the executable. */
function icon(): { icon?: string } {
  return app.isPackaged && process.platform === 'linux' ? { icon: join(process.resourcesPath, 'icon.png') } : {};
}

export function showPage(window: BrowserWindow): Promise<void> {
  return window.loadFile(page);
}
