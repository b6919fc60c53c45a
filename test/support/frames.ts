import type { Page } from '@playwright/test';

/** A focus that waits for frames waits for the second one. */
export async function framesGone(page: Page, frames = 5): Promise<void> {
  await page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  }, frames);
}
