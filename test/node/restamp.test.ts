import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { restampAll } from '../../main/node/restamp';
import type { Key } from '../../main/store/text';
import { key, newDatabase, text, Wall } from '../store/fixtures';

const HOUR = 3_600_000;
/** Longer than a slice may take, ms. */
const LONG_MS = 6;

test('others have their turns of the event loop while many long entries are given the present time', async () => {
  const wall = new Wall();
  const database = newDatabase('latest', wall);
  wall.now += 2 * HOUR;
  for (let n = 1; n <= 5; n++) database.put(key(`key ${n}`), text('long'));
  wall.now -= 2 * HOUR;
  const slowly = async (keys: readonly Key[]): Promise<number> => {
    const until = performance.now() + LONG_MS * keys.length;
    while (performance.now() < until);
    return database.restamp(keys).added.length;
  };
  let [turns, isDone] = [0, false];
  const written = restampAll(database, slowly).finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await turn();
  assert.equal(await written, 5);
  assert.ok(turns >= 5, `${turns} turns`);
});
