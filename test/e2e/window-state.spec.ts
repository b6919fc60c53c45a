import { expect, test } from '@playwright/test';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';
import { LONG } from '../support/long';

const apps = appsOfThisFile();

interface Look {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

function lookOf({ app }: AppWindow): Promise<Look | undefined> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window && { ...window.getBounds(), zoom: Math.round(window.webContents.getZoomLevel() * 1e6) / 1e6 };
  });
}

function arrange({ app }: AppWindow, { zoom, ...bounds }: Look): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, { zoom, bounds }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setBounds(bounds);
      window?.webContents.setZoomLevel(zoom);
    },
    { zoom, bounds },
  );
}

test('a window opens where it was closed, as large and as far zoomed in', async () => {
  const look = { x: 40, y: 300, width: 900, height: 640, zoom: 2 };
  const window = await apps.launch({ args: ['--profile', 'placed'] });
  await arrange(window, look);
  await expect.poll(() => lookOf(window)).toEqual(look);
  await window.close();

  const again = await apps.launch({ args: ['--profile', 'placed'] });
  await expect.poll(() => lookOf(again)).toEqual(look);
  const other = await apps.launch({ args: ['--profile', 'other'] });
  expect((await lookOf(other))?.zoom).toBe(0);
  await Promise.all([again.close(), other.close()]);
});

test(
  'a window that was quit keeps its place, too; one that was left beside all displays opens on one, as large',
  LONG,
  async () => {
    const window = await apps.launch({ args: ['--profile', 'quit'] });
    await arrange(window, { x: 700, y: 60, width: 800, height: 500, zoom: 0 });
    await expect.poll(async () => (await lookOf(window))?.x).toBe(700);
    await window.app.evaluate(({ app }) => app.quit()).catch(() => {});
    await window.ended;

    const again = await apps.launch({ args: ['--profile', 'quit'] });
    expect(await lookOf(again)).toEqual({ x: 700, y: 60, width: 800, height: 500, zoom: 0 });
    await arrange(again, { x: 5000, y: 60, width: 800, height: 500, zoom: 0 });
    await expect.poll(async () => (await lookOf(again))?.x).toBe(5000);
    await again.close();

    const third = await apps.launch({ args: ['--profile', 'quit'] });
    const display = await third.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
    const [x, y] = [(display.width - 800) / 2, (display.height - 500) / 2];
    expect(await lookOf(third)).toEqual({ x, y, width: 800, height: 500, zoom: 0 });
    await third.close();
  },
);
