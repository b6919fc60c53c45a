import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LongWork } from '../../main/app/long-work';
import type { Work } from '../../main/backup/work';
import { hasten } from '../support/hasten';

test('while two cancelled pieces of work wait for a drive, which keep a thread each, there is no third', async (context) => {
  hasten(context);
  // The wait for cancelled work alone keeps no process alive.
  const awake = setInterval(() => {}, 1_000);
  context.after(() => clearInterval(awake));
  const long = new LongWork(() => {});
  const answers: (() => void)[] = [];
  const late: Work['progress'][] = [];
  const stuck = (): Promise<void> =>
    long.run('export', ({ progress }) => {
      late.push(progress);
      return new Promise((resolve) => answers.push(resolve));
    });
  for (let n = 0; n < 2; n++) {
    const work = stuck();
    long.cancel();
    await assert.rejects(work, { code: 'cancelled' });
  }
  await assert.rejects(stuck(), { code: 'drive-silent' });
  for (const progress of late) progress?.(1, 2);
  assert.equal(long.status, null);
  assert.equal(answers.length, 2);
  answers.shift()?.();
  await new Promise(setImmediate);
  assert.equal(await long.run('backup', async () => 1), 1);
  assert.equal(await long.run('verify', async () => 2), 2);
});

test('what is asked for while cancelled work still ends waits for that, and is one piece at a time, too', async () => {
  const seen: (string | null)[] = [];
  const long: LongWork = new LongWork(() => seen.push(long.status?.kind ?? null));
  let end = (): void => {};
  const first = long.run('preview', () => new Promise<void>((resolve) => (end = resolve)));
  await assert.rejects(
    long.run('backup', async () => {}),
    { code: 'bad-request' },
  );
  long.cancel();
  const second = long.run('verify', async () => 2);
  const third = assert.rejects(
    long.run('backup', async () => {}),
    { code: 'bad-request' },
  );
  assert.equal(long.status?.kind, 'preview');
  setImmediate(end);
  await first;
  assert.equal(await second, 2);
  await third;
  assert.deepEqual(seen, ['preview', null, 'verify', null]);
});

test('work that fails before it begins makes room for other work', async () => {
  const long = new LongWork(() => {});
  const failing = long.run('verify', () => {
    throw new Error('no such file');
  });
  await assert.rejects(failing, /no such file/);
  assert.equal(await long.run('verify', async () => 1), 1);
});
