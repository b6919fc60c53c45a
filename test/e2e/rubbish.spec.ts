import { expect, test } from '@playwright/test';
import { Mutator, write } from '../fuzz/mutate';
import { Prng } from '../sim/prng';
import type { AppWindow } from '../support/app';
import { appsOfThisFile } from '../support/apps';

const CALLS = 400;
/** Calls that are in order; left out are those that open windows or dialogs, or write to the clipboard. */
const right: readonly (readonly [method: string, ...args: unknown[]])[] = [
  ['put', 'fuzz', { text: 'Lyon' }],
  ['put', 'fuzz', { json: '[1]' }],
  ['remove', 'fuzz'],
  ['putBack', 'fuzz', '1700000000000.0.dddddddddddddddd'],
  ['restamp'],
  ['page', { search: '', show: 'all', sort: 'key', descending: false, offset: 0, limit: 10 }],
  ['entry', 'fuzz', true],
  ['events', 10],
  ['checkPeer', 'localhost:9'],
  ['addPeer', 'localhost:9'],
  ['removePeer', 'localhost:9'],
  ['retryPeer', 'localhost:9'],
  ['setPaused', 'localhost:9', true],
  ['keepPeer', 'localhost:9'],
  ['forgetPeers', ['localhost:9']],
  ['recallPeers', ['localhost:9']],
  ['rename', 'Ada'],
  ['setAcknowledge', 'early'],
  ['setNearby', false],
  ['setLanguage', 'en'],
  ['setBackupMinutes', 15],
  ...['verifyBackup', 'previewRestore', 'restoreBackup', 'putBackBackup'].map(
    (method) => [method, '2026-11-24T10-31-07Z-89abcdef.byr.gz'] as const,
  ),
];

const apps = appsOfThisFile();
let ada: AppWindow;

test.beforeAll(async () => {
  ada = await apps.launch({ args: ['--name', 'Ada'] });
  await ada.set('kept', 'as it is');
  await expect(ada.shown('kept')).toHaveText('as it is');
});

test('whatever a page that was taken over calls is answered or refused, and nothing trips over it', async () => {
  const prng = new Prng(1);
  const mutator = new Mutator(prng);
  const calls = Array.from({ length: CALLS }, () => {
    const [method, ...args] = prng.pick(right);
    // As text, which Playwright carries however deep it is.
    return [method, write(mutator.value(args))] as const;
  });
  const answers = await ada.page.evaluate(async (all) => {
    const api = window.byr as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const call = async ([method, json]: (typeof all)[number]): Promise<string> =>
      (api[method] as (typeof api)[string])(...[JSON.parse(json)].flat()).then(() => 'answered', String);
    return Promise.all(all.map((one) => call(one).catch(String)));
  }, calls);
  const odd = answers.flatMap((answer, at) => {
    const method = calls[at]?.[0];
    // What is too deep does not even cross the bridge.
    const isInOrder =
      answer === 'answered' || [`${method}: `, 'Refused: ', 'contextBridge'].some((part) => answer.includes(part));
    return isInOrder ? [] : [`${calls[at]}`.slice(0, 300).concat(` -> ${answer}`)];
  });
  expect(odd).toEqual([]);
  expect(new Set(answers).size).toBeGreaterThan(10);
  expect(await ada.text('kept')).toBe('as it is');
  await ada.set('after', 'still there');
  await expect(ada.shown('after')).toHaveText('still there');
});
