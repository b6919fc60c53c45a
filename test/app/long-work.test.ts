import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LongWork } from '../../main/app/long-work';
import { hasten } from '../support/hasten';

test('while two cancelled pieces of work wait for a drive, which keep a thread each, there is no third', async (context) => {
  hasten(context);
  // The wait for cancelled work alone keeps no process alive.
  const awake = setInterval(() => {}, 1_000);
  context.after(() => clearInterval(awake));
  const long = new LongWork(() => {});
  const answers: (() => void)[] = [];
  const stuck = (): Promise<void> => long.run('export', () => new Promise((resolve) => answers.push(resolve)));
  for (let n = 0; n < 2; n++) {
    const work = stuck();
    long.cancel();
    await assert.rejects(work, { code: 'cancelled' });
  }
  await assert.rejects(stuck(), { code: 'drive-silent' });
  assert.equal(long.status, null);
  assert.equal(answers.length, 2);
  answers.shift()?.();
  await new Promise(setImmediate);
  assert.equal(await long.run('backup', async () => 1), 1);
  assert.equal(await long.run('verify', async () => 2), 2);
});
