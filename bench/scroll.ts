/**
 * Frames while scrolling 100,000 keys in the real app, beside the same scroll of a plain page that is empty and as tall,
 * in the same window. Two scrolls of 5 s each: with the wheel, 60 notches a second; and from the first key to the last,
 * as by the scroll bar, where each frame shows other rows. The two pages take turns. A frame is a callback of
 * requestAnimationFrame; a gap is the time between two of them (16.7 ms at best); 'waiting' is the share of frames in
 * which some row on the screen was not there yet.
 *
 *     node --import tsx bench/scroll.ts [--keys 100000] [--rounds 3]
 */
import { parseArgs } from 'node:util';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { portApart } from '../test/support/ports';
import { atEnd, benchmark } from './support/cleanup';
import { electron, root } from './support/electron';
import { filledProfile } from './support/profile';
import { type Frames, scrollThrough, turnWheel } from './support/scrolling';
import { median, printTable, ratio, spread } from './support/table';

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
});
const keys = Number(values.keys);
const rounds = Number(values.rounds);

const TABLE = '[data-testid="key-table"]';

async function openApp(): Promise<ElectronApplication> {
  const { executable, env } = await electron();
  const profile = await filledProfile(keys, 'apart');
  const app = await _electron.launch({
    executablePath: executable,
    args: [root, '--profile', profile, '--port', String(await portApart()), '--nearby', 'off'],
    env,
  });
  const process = app.process();
  atEnd(() => process.kill('SIGKILL'));
  return app;
}

/** Playwright's own `goto` is a page's navigation, which the app refuses. */
async function showApp(app: ElectronApplication, page: Page, url: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.loadURL(to), url);
  await page.waitForSelector('[data-testid="row"]');
}

/** Takes the app's page apart, as the app opens no other one. @param height of what is scrolled, px */
async function showPlain(page: Page, height: number): Promise<void> {
  await page.evaluate((px) => {
    const [table, inner] = [document.createElement('div'), document.createElement('div')];
    table.dataset.testid = 'key-table';
    Object.assign(table.style, { height: '100vh', overflow: 'auto' });
    inner.style.height = `${px}px`;
    table.append(inner);
    document.head.replaceChildren();
    document.body.replaceChildren(table);
    document.body.style.margin = '0';
  }, height);
}

const scrolls = { wheel: turnWheel, 'whole table': scrollThrough };
const pages = ['plain page', 'app'] as const;

benchmark(async () => {
  const app = await openApp();
  const page = await app.firstWindow();
  await page.waitForSelector('[data-testid="row"]');
  const url = page.url();
  const height = await page.locator(TABLE).evaluate((table) => table.scrollHeight);

  const runs: { on: string; by: string; frames: Frames }[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const on of pages) {
      await (on === 'app' ? showApp(app, page, url) : showPlain(page, height));
      for (const [by, scroll] of Object.entries(scrolls)) runs.push({ on, by, frames: await scroll(page, TABLE) });
    }
  }
  await app.close();

  console.log(
    `\nScrolling ${keys} keys for 5 s: median (least-most) of ${rounds}, and times the plain page's of the same round`,
  );
  printTable(
    ['', 'frames', '', 'longest gap, ms', 'gaps over 50 ms', 'px scrolled', 'waiting'],
    Object.keys(scrolls).flatMap((by) => {
      const of = (on: string): Frames[] =>
        runs.filter((run) => run.by === by && run.on === on).map((run) => run.frames);
      const counts = (on: string): number[] => of(on).map(({ gaps }) => gaps.length);
      return pages.map((on) => [
        `${by}, ${on}`,
        spread(counts(on)),
        ratio(counts(on), counts('plain page')),
        spread(of(on).map(({ gaps }) => Math.max(...gaps))),
        spread(of(on).map(({ gaps }) => gaps.filter((gap) => gap > 50).length)),
        spread(of(on).map(({ distance }) => distance)),
        `${(100 * median(of(on).map(({ waiting, gaps }) => waiting / gaps.length))).toFixed(1)} %`,
      ]);
    }),
  );
});
