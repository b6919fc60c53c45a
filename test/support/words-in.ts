import type { JSHandle, Locator } from '@playwright/test';

/** What comes to stand in an alert from now on: of words that stay where they are, a screen reader reads none out again. */
export function wordsIn(alert: Locator): Promise<JSHandle<string[]>> {
  return alert.evaluateHandle((element) => {
    const words: string[] = [];
    const note = (): void => void words.push(element.textContent ?? '');
    new MutationObserver(note).observe(element, { childList: true, characterData: true, subtree: true });
    return words;
  });
}
