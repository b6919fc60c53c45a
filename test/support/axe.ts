import { expect, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

/** Those of WCAG 2.2 that axe leaves out unless asked for. Only what is wrong is described: that takes time. */
const OPTIONS: RunOptions = { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };

/** Holds what a window shows now to every rule of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  // A page that was loaded anew has lost it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations, passed } = await page.evaluate(async (options) => {
    const results = await (window as unknown as { axe: typeof axe }).axe.run(options);
    return { violations: results.violations, passed: results.passes.length };
  }, OPTIONS);
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }));
  expect(found).toEqual([]);
  // The title of what speaks up, of what is in it, and of a paragraph is read before the words; it is English in any language.
  const speaks = ':is([role="alert"], [role="status"])';
  const titled = '[title]:not([title=""], [role="presentation"], button)';
  await expect(page.locator(`${speaks}${titled}, ${speaks} ${titled}, p${titled}`)).toHaveCount(0);
  expect(passed).toBeGreaterThan(10);
}
