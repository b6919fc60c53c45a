import { expect, type Locator } from '@playwright/test';
import type { AppWindow } from './app';

/** Of the content, in CSS px; smaller than a window gets where its user zooms in. */
export async function resizeWindow({ app, page }: AppWindow, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setMinimumSize(w, h);
      window?.setContentSize(w, h);
    },
    [width, height] as const,
  );
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

/** In CSS px of the window's content. */
export async function boxOf(part: Locator): Promise<{ left: number; right: number; top: number; bottom: number }> {
  return part.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom };
  });
}

/** How many px of its content an element cuts off, or scrolls. */
export function cutOf(part: Locator): Promise<number> {
  return part.evaluate(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
    Math.max(scrollWidth - clientWidth, scrollHeight - clientHeight),
  );
}
