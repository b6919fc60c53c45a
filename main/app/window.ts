import { join } from 'node:path';
import { app, BrowserWindow, dialog, type Rectangle, screen } from 'electron';
import type { Logger } from '../net/logger';
import type { LanguageSetting } from './language';
import { pageUrl } from './page';
import { isReachable, type WindowState } from './window-state';

const WIDTH_PX = 1180;
const HEIGHT_PX = 760;
/** Offset in px, so that several nodes' windows do not hide each other. */
const CASCADE_PX = 32;
const CASCADE_STEPS = 8;
/** From one zoom level to the next (electronjs.org/docs/latest/api/web-contents). */
const ZOOM_STEP = 1.2;
/** A page that crashes more often than this within `CRASHES_MS` would crash again at once. */
const MAX_CRASHES = 5;
const CRASHES_MS = 10 * 60_000;

const words = {
  en: {
    title: 'This window cannot show its node.',
    detail:
      'Its page has crashed several times. The node itself goes on. Close the window and open the node again; its log, node.log in its profile, says more.',
  },
  fr: {
    title: 'Cette fenêtre ne peut plus montrer son nœud.',
    detail:
      'Sa page a planté plusieurs fois. Le nœud lui-même continue. Fermez la fenêtre et rouvrez le nœud\u202f; son journal, node.log dans son profil, en dit plus.',
  },
};

/**
 * Opens a node's window.
 * @param place how many windows of other nodes it should not hide, where it is not put as it was left
 * @param state how it was left
 */
export function openWindow(place: number, state: WindowState | null): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds(place, state),
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
      zoomFactor: ZOOM_STEP ** (state?.zoom ?? 0),
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize();
    window.show();
  });
  return window;
}

/** Shows the page again after a crash, and logs why. */
export function survive(window: BrowserWindow, logger: Logger, language: LanguageSetting): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < CRASHES_MS), now];
    logger.error(`The window's page ended (${reason}, ${exitCode}).`);
    if (crashes.length <= MAX_CRASHES) return window.webContents.reload();
    const { title, detail } = words[language.current];
    void dialog.showMessageBox(window, { type: 'error', message: title, detail });
  });
}

/**
 * As it was left; where no display is any more, in the middle of the screen, or beside it, within the area that the system
 * leaves free.
 */
function bounds(place: number, state: WindowState | null): Rectangle {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  if (state !== null && isReachable(state, areas)) {
    return { x: state.x, y: state.y, width: state.width, height: state.height };
  }
  const { x, y, width: across, height: down } = screen.getPrimaryDisplay().workArea;
  const width = Math.min(state?.width ?? WIDTH_PX, across);
  const height = Math.min(state?.height ?? HEIGHT_PX, down);
  const offset = (place % CASCADE_STEPS) * CASCADE_PX;
  return {
    x: x + Math.min(Math.floor((across - width) / 2) + offset, across - width),
    y: y + Math.min(Math.floor((down - height) / 2) + offset, down - height),
    width,
    height,
  };
}

/** For a question from outside the window; a window that is still opening shows itself. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  if (window.isVisible()) window.focus();
}

/** On Linux a window brings its own icon; elsewhere it is in the executable. */
function icon(): { icon?: string } {
  return app.isPackaged && process.platform === 'linux' ? { icon: join(process.resourcesPath, 'icon.png') } : {};
}

export function showPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(pageUrl);
}
