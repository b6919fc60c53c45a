import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Makes `npx byr` run this checkout's command: npm links the commands of packages that it installs but not the
 * project's own, and would ask the registry for a package with that name.
 */
export function linkByr() {
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'byr.cmd'), '@node "%~dp0..\\..\\out\\main\\cli.js" %*\r\n');
    writeFileSync(join(folder, 'byr.ps1'), '& node "$PSScriptRoot/../../out/main/cli.js" @args\nexit $LASTEXITCODE\n');
  } else if (!lstatSync(join(folder, 'byr'), { throwIfNoEntry: false })) {
    symlinkSync('../../out/main/cli.js', join(folder, 'byr'));
  }
}
