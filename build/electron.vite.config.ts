import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// The oldest Electron that the app must run on is 25: Node 18.15 and Chromium 114.
const node = 'node18.15';
const chrome = 'chrome114';

// classic-level loads its native file from its own folder. The other two are optional natives of ws: without them it
// computes the same in JavaScript.
const external = ['classic-level', 'bufferutil', 'utf-8-validate'];

/** Lists the licences of what a bundle holds, for build/dist/notices.mjs. */
const license = { fileName: 'licenses.json' };

/** Makes out/main/cli.js an executable command. */
const command: Plugin = {
  name: 'byr-command',
  async writeBundle({ dir = '' }) {
    await chmod(join(dir, 'cli.js'), 0o755);
  },
};

export default defineConfig({
  main: {
    plugins: [command],
    build: {
      externalizeDeps: false,
      license,
      target: node,
      sourcemap: true,
      rolldownOptions: {
        input: { index: 'main/index.ts', cli: 'main/cli.ts' },
        external,
        output: { banner: (chunk) => (chunk.isEntry && chunk.name === 'cli' ? '#!/usr/bin/env node' : '') },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      license,
      target: node,
      rolldownOptions: { input: { index: 'preload/index.ts' } },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      license,
      target: chrome,
      // The content security policy allows no data: addresses.
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
});
