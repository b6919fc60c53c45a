import type { Locator } from '@playwright/test';

/** How a screen reader takes changes of these words: as an 'alert', as a 'status' or, if 'off', not at all. */
export function liveness(words: Locator): Promise<string | null> {
  return words.evaluate((element) => {
    const region = element.closest('[aria-live], [role="alert"], [role="status"]');
    return region?.getAttribute('aria-live') ?? region?.getAttribute('role') ?? null;
  });
}
