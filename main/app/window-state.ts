import type { App, BrowserWindow, Rectangle } from 'electron';
import * as v from 'valibot';
import type { Notes } from '../disk/disk';
import type { Logger } from '../net/logger';
import { Refused } from '../store/refusal';

const NOTE = 'window';
/** Wider than any desktop, px. */
const MAX_PX = 100_000;
/** The zoom levels of Chromium's own browser: 25 % to 500 %. */
const ZOOM = { min: -8, max: 9 };
/** A window is reached where so much of its upper edge is on a display, px. */
const EDGE = { width: 100, height: 32 };
/** Window managers count the frame in or leave it out: by less than this, px, nobody has moved a window. */
const FRAME = 64;

const px = v.pipe(v.number(), v.safeInteger(), v.minValue(-MAX_PX), v.maxValue(MAX_PX));
const stateSchema = v.object({
  x: px,
  y: px,
  width: px,
  height: px,
  isMaximized: v.boolean(),
  zoom: v.pipe(v.number(), v.minValue(ZOOM.min), v.maxValue(ZOOM.max)),
});

/** Where a window is while it is not maximized, px of the desktop, and its page's zoom level (0: 100 %, 1: 120 %). */
export type WindowState = v.InferOutput<typeof stateSchema>;

/** How the profile's window was left; `null` where that is not known. */
export async function readWindowState(notes: Notes): Promise<WindowState | null> {
  return v.parse(v.fallback(v.nullable(stateSchema), null), (await notes.readNote(NOTE)) ?? null);
}

/** Keeps in the profile how its window is left. Call before it is shown. */
export function keepWindowState(app: App, window: BrowserWindow, notes: Notes, logger: Logger): void {
  const opened = window.getNormalBounds();
  const keep = (): void => {
    if (window.isDestroyed()) return;
    const state: WindowState = {
      ...left(opened, window.getNormalBounds()),
      isMaximized: window.isMaximized(),
      // Its menu zooms by half levels; read back, they are not exact.
      zoom: Math.round(window.webContents.getZoomLevel() * 2) / 2,
    };
    void notes.writeNote(NOTE, state).catch((error: Error) => {
      // It was kept as the app began to quit.
      if (error instanceof Refused && error.code === 'closed') return;
      logger.info(`How the window was left is not kept: ${error.message}`);
    });
  };
  window.on('close', keep);
  // Quitting closes the node first, and the window last.
  app.once('before-quit', keep);
}

/** Where a window is left that was put somewhere. */
export function left(opened: Rectangle, { x, y, width, height }: Rectangle): Rectangle {
  const isMoved = Math.max(Math.abs(x - opened.x), Math.abs(y - opened.y)) >= FRAME;
  return { x: isMoved ? x : opened.x, y: isMoved ? y : opened.y, width, height };
}

/** Whether a window can be taken hold of there: a display may be gone, or smaller. @param areas the displays' work areas */
export function isReachable({ x, y, width }: Rectangle, areas: readonly Rectangle[]): boolean {
  return areas.some((area) => {
    const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return across >= EDGE.width && y >= area.y && y + EDGE.height <= area.y + area.height;
  });
}
