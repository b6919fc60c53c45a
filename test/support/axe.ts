import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Holds what a window shows now to every rule of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  // The legacy mode needs no second window, which Electron does not open for it.
  const { violations, passes } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // Of WCAG 2.2, and off in axe unless asked for.
    .options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }));
  expect(found).toEqual([]);
  // The title of what speaks up is its name, which is read out before its words; it is English in any language.
  await expect(
    page.locator('[role="alert"], [role="status"]').and(page.locator('[title]:not([title=""])')),
  ).toHaveCount(0);
  expect(passes.length).toBeGreaterThan(10);
}
