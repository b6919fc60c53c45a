import { defineConfig } from '@playwright/test';

/** Windows of one file follow each other; two files at a time keep two cores busy. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
});
