/**
 * How large the packed app is, as an archive and installed, beside an empty Electron app with the same Electron
 * (`bench/empty-app`), both packed by electron-builder.
 *
 *     node --import tsx bench/size.ts
 */
import { benchmark } from './support/cleanup';
import { electron } from './support/electron';
import { goal } from './support/goals';
import { type Packed, packApp, packEmptyApp } from './support/packages';
import { printTable } from './support/table';

/** A million bytes, as shops and file managers count. */
const MB = 1e6;
const MOST_OVER_MB = 12;

const row = (name: string, { packed, installed }: Packed): string[] => [
  name,
  (packed / MB).toFixed(1),
  (installed / MB).toFixed(1),
];

benchmark(async () => {
  await electron();
  const [app, empty] = [await packApp(), await packEmptyApp()];
  console.log('\nMB of the archive, and of what is in it');
  printTable(['', 'archive', 'installed'], [row('app', app), row('empty app', empty)]);
  for (const [what, of] of [
    ['archive', 'packed'],
    ['installed', 'installed'],
  ] as const) {
    const over = (app[of] - empty[of]) / MB;
    goal(`${what}, MB over the empty app`, 'at most', String(MOST_OVER_MB), over, over <= MOST_OVER_MB);
  }
});
