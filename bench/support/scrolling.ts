import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';

const SCROLL_MS = 5_000;
/** A notch of a wheel in Chromium. */
const NOTCH_PX = 100;
const NOTCHES_A_SECOND = 60;

export interface Frames {
  /** ms between each two frames. */
  readonly gaps: number[];
  /** px. */
  readonly distance: number;
  /** Frames in which a row on the screen was not there yet. */
  readonly waiting: number;
}

/** Turns the wheel over the middle of an element, from its top, and counts the frames. */
export async function turnWheel(page: Page, selector: string): Promise<Frames> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`Nothing to scroll: ${selector}`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const counted = count(page, selector, 0);
  const began = performance.now();
  const turned: Promise<void>[] = [];
  while (performance.now() - began < SCROLL_MS) {
    // A hand does not wait for the page either.
    turned.push(page.mouse.wheel(0, NOTCH_PX));
    await sleep(Math.max(0, began + (turned.length * 1000) / NOTCHES_A_SECOND - performance.now()));
  }
  await Promise.all(turned);
  return counted;
}

/** Moves an element's scroll bar evenly from its top to its end, and counts the frames. */
export function scrollThrough(page: Page, selector: string): Promise<Frames> {
  return count(page, selector, 1);
}

/**
 * Counts frames for `SCROLL_MS`, in which it moves the scroll bar by `share` of its way. What runs in the page names no
 * function: esbuild would wrap it in a helper that the page does not have.
 */
function count(page: Page, selector: string, share: number): Promise<Frames> {
  return page.locator(selector).evaluate(
    async (element, { share, ms }) => {
      const gaps: number[] = [];
      let waiting = 0;
      const way = element.scrollHeight - element.clientHeight;
      element.scrollTop = 0;
      await new Promise(requestAnimationFrame);
      const began = performance.now();
      for (let last = began; last - began < ms; ) {
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        const { top, bottom } = element.getBoundingClientRect();
        const places = [...element.querySelectorAll('.row.waiting')].map((row) => row.getBoundingClientRect());
        if (places.some((place) => place.bottom > top && place.top < bottom)) waiting += 1;
        if (share > 0) element.scrollTop = (way * share * Math.min(ms, now - began)) / ms;
      }
      return { gaps, distance: element.scrollTop, waiting };
    },
    { share, ms: SCROLL_MS },
  );
}
