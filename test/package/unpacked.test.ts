import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { kill } from '../support/byr';
import { newFolder } from '../support/folder';
import { portApart } from '../support/ports';
import { until } from '../support/until';
import { PackagedWindow } from './installed';

const DIST = 'out/dist';
const arm = process.arch === 'arm64' ? '-arm64' : '';

/** The app as a package holds it, and its `byr`, on each system. */
const [program, byr] = ((): [string, string] => {
  if (process.platform === 'win32') {
    return [`${DIST}/win-unpacked/Build Your Rating.exe`, `${DIST}/win-unpacked/resources/byr.cmd`];
  }
  if (process.platform === 'darwin') {
    const contents = `${DIST}/mac${arm}/Build Your Rating.app/Contents`;
    return [`${contents}/MacOS/Build Your Rating`, `${contents}/Resources/byr`];
  }
  return [`${DIST}/linux${arm}-unpacked/build-your-rating`, `${DIST}/linux${arm}-unpacked/resources/byr`];
})();

test('what is set in the window of the packaged app is got by its byr, and the other way round', async (t) => {
  const home = await newFolder(t);
  const port = String(await portApart());
  const start = (path: string, ...args: string[]) => {
    // Chromium has no sandbox for root.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(path, [...sandbox, ...args], {
      env: { ...process.env, BYR_HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.after(() => kill(child));
    return child;
  };
  const ask = (...args: string[]): string =>
    execFileSync(join(process.cwd(), byr), [...args, '--port', port], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
  const window = await PackagedWindow.open({ start }, join(process.cwd(), program), '--port', port);
  await window.set('Ville', 'Lyon');
  await until('byr to get what the window set', () => ask('get', 'Ville').trim() === 'Lyon');
  ask('set', 'Pays', 'France');
  await window.shows('Pays', 'France');
  await window.close();
});
