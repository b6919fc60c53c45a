import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { whenChanged } from './stamp.mjs';
import { step } from './step.mjs';

const sources = ['main', 'preload', 'renderer', 'build/electron.vite.config.ts', 'package.json', 'package-lock.json'];
const products = ['main/index.js', 'main/cli.js', 'preload/index.js', 'renderer/index.html'];

/** Builds the app into out/ if a source changed since the last time. */
export async function bundle() {
  const out = join(root, 'out');
  const stamp = join(out, '.stamp');
  if (products.some((file) => !existsSync(join(out, file)))) rmSync(stamp, { force: true });
  await whenChanged(stamp, sources, () => step('Build', build));
}

async function build() {
  mkdirSync(join(root, 'out'), { recursive: true });
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await run(process.execPath, [program, 'build', '--config', 'build/electron.vite.config.ts']);
}
