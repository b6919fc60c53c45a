import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { isOfMachine } from '../../main/disk/salvage';
import { fill, smallDisk } from '../support/small-disk';

test('that a disk is full is known in whatever language LevelDB says so', async (context) => {
  const folder = await smallDisk(context, 8);
  if (folder === null) return context.skip('only root on Linux may mount a small disk');
  const said = new Error('IO error: C:\\db\\000005.ldb: Espace insuffisant sur le disque.');
  assert.equal(await isOfMachine(said, folder), false, 'there is room: it must be something else');
  const makeRoom = fill(folder);
  assert.equal(await isOfMachine(said, folder), true);
  makeRoom();
  assert.deepEqual(await readdir(folder), []);
});
