import type { Page } from '@playwright/test';

/** Types before any answer of the node can come in: those of another process wait for the end of the page's task. */
export function typeAtOnce(page: Page, keys: readonly ('Enter' | { text: string })[]): Promise<void> {
  return page.evaluate(async (all) => {
    for (const key of all) {
      if (key === 'Enter') {
        const init = { key, bubbles: true, cancelable: true };
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init));
      } else document.execCommand('insertText', false, key.text);
      // React draws what came of it.
      await Promise.resolve();
    }
  }, keys);
}
