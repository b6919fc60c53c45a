import { defineConfig } from '@playwright/test';

/** Windows of one file follow each other; they mostly wait, so that three files at a time keep two cores busy. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 3,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
});
