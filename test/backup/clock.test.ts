import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { MINUTE, nodeWithBackups, set } from './nodes';

const DAY = 24 * 60 * MINUTE;
const YEAR = 365 * DAY;

test('once a clock that ran years ahead is right again, the newest are kept as ever, and none is made of what has one', async (context) => {
  const { node, folder, clock } = await nodeWithBackups(context);
  const another = async (): Promise<string> => {
    clock.now += DAY;
    await set(node, 'Ville', `${clock.now}`);
    return (await node.backups.now()).path;
  };
  const before = clock.now;
  clock.now += 3 * YEAR;
  for (let n = 0; n < 12; n++) await another();
  clock.now = before;
  const made: string[] = [];
  for (let n = 0; n < 12; n++) made.push(await another());
  const left = new Set((await node.backups.list()).map(({ path }) => path));
  assert.deepEqual(
    made.slice(-10).filter((path) => !left.has(path)),
    [],
  );
  const count = (await readdir(folder)).length;
  assert.equal((await node.backups.now()).path, made.at(-1));
  clock.now += 15 * MINUTE;
  await node.backups.look();
  assert.equal((await readdir(folder)).length, count);
});

test('a backup is due soon, not in years, where the newest was made before the clock was set back', async (context) => {
  const { node, clock } = await nodeWithBackups(context);
  await set(node, 'Ville', 'Lyon');
  await node.backups.now();
  clock.now -= YEAR;
  assert.equal(node.status().backups.due, clock.now);
});
