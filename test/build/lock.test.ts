import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { until } from '../support/until';
import { Checkout } from './checkout';

/** The number of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['--version']).pid;

/** Works alone in a checkout; two at once would both want the folder 'busy'. */
const works = `
  import { mkdirSync, rmdirSync } from 'node:fs';
  import { alone } from './build/setup/lock.mjs';
  await alone(async () => {
    mkdirSync('busy');
    await new Promise((resolve) => setTimeout(resolve, 20));
    rmdirSync('busy');
  });`;

/** Works alone in a checkout, by a program that runs until it is killed. */
const runsForEver = `
  import { alone } from './build/setup/lock.mjs';
  import { run } from './build/setup/run.mjs';
  await alone(() => run(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']));`;

const holders = (checkout: Checkout): number[] => {
  try {
    return readdirSync(checkout.path('.cache/setup-lock')).map(Number);
  } catch {
    return [];
  }
};

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function held(checkout: Checkout, pid: number | string): Promise<void> {
  await checkout.write(`.cache/setup-lock/${pid}`, '');
}

test('of many set-ups that find the lock of one that was killed, each works alone', async (t) => {
  const checkout = await Checkout.create(t);
  await held(checkout, gone());
  const all = Array.from({ length: 8 }, () => checkout.eval(works).ended);
  for (const { code, said } of await Promise.all(all)) assert.equal(code, 0, said);
  assert.deepEqual(readdirSync(checkout.path('.cache')), []);
});

test('what a killed set-up runs is waited for', {
  skip: process.platform === 'win32' && 'Windows ends what a killed process of Node runs',
}, async (t) => {
  const checkout = await Checkout.create(t);
  const first = checkout.eval(runsForEver);
  const started = () => holders(checkout).find((pid) => pid !== first.child.pid);
  const program = await until('the set-up to run its program', started);
  t.after(() => isAlive(program) && process.kill(program, 'SIGKILL'));
  first.child.kill('SIGKILL');
  await until('the set-up to end', () => first.child.signalCode);
  const second = checkout.eval(works);
  await until('the second to wait', () => second.said().includes('Waiting for the set-up that already runs here'));
  assert.match(second.said(), new RegExp(`\\(process ${program}\\)`));
  assert.equal(isAlive(program), true);
  process.kill(program, 'SIGKILL');
  assert.equal((await second.ended).code, 0);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  const skip = process.platform === 'win32' && 'Windows sends no signals';
  test(`a set-up that ${signal} ends takes along what it runs`, { skip }, async (t) => {
    const checkout = await Checkout.create(t);
    const { child, ended } = checkout.eval(runsForEver);
    const started = () => holders(checkout).find((pid) => pid !== child.pid);
    const program = await until('the set-up to run its program', started);
    child.kill(signal);
    assert.equal((await ended).code, { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
    await until('its program to end', () => !isAlive(program));
    assert.equal((await checkout.eval(works).ended).said, '');
  });
}

test('a set-up that has the number of one that was killed waits for nobody', async (t) => {
  const checkout = await Checkout.create(t);
  const held = `
    import * as fs from 'node:fs';
    fs.mkdirSync('.cache/setup-lock', { recursive: true });
    fs.writeFileSync('.cache/setup-lock/' + process.pid, '');`;
  assert.deepEqual(await checkout.eval(held + works).ended, { code: 0, said: '' });
});

test('who waits long is told what to delete, and then goes on', async (t) => {
  const checkout = await Checkout.create(t);
  // This process's number, as it may be had by somebody who has nothing to do with any set-up.
  await held(checkout, process.pid);
  const { said, ended } = checkout.eval(`
    const wait = globalThis.setTimeout;
    globalThis.setTimeout = (callback, ms) => wait(callback, ms / 1000);
    const { alone } = await import('./build/setup/lock.mjs');
    await alone(async () => console.log('Done'));`);
  const lock = checkout.path('.cache/setup-lock');
  await until('what to delete to be told', () => said().includes(`delete ${lock}\n`));
  assert.doesNotMatch(said(), /Done/);
  rmSync(lock, { recursive: true });
  assert.equal((await ended).code, 0);
  assert.match(said(), /Done/);
});

test('what else is in the lock holds nobody up', async (t) => {
  const checkout = await Checkout.create(t);
  await held(checkout, '.DS_Store');
  assert.deepEqual(await checkout.eval(works).ended, { code: 0, said: '' });
});
