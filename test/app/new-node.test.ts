import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceUntilItAppears } from '../../main/app/new-node';

test('clicks and held keys that come before the new window open one node, and a later one another', async () => {
  let time = 0;
  let opened = 0;
  const open = onceUntilItAppears(
    async () => {
      opened += 1;
    },
    () => time,
  );
  for (time = 0; time <= 5000; time += 500) await open();
  assert.equal(opened, 1);
  time += 2500;
  await open();
  assert.equal(opened, 2);
});

test('a node that could not be opened can be asked for again at once', async () => {
  const answers = [Promise.reject(new Error('no such program')), Promise.resolve()];
  const open = onceUntilItAppears(
    () => answers.shift() ?? assert.fail('asked for once more'),
    () => 0,
  );
  await assert.rejects(open());
  await open();
  assert.equal(answers.length, 0);
});
