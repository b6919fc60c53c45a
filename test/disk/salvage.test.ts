import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { isOfMachine } from '../../main/disk/salvage';
import { newFolder } from '../support/folder';
import { fill, smallDisk } from '../support/small-disk';

test('damage is no fault of the machine, whatever reports it, and one of the machine is, however deep', async (context) => {
  const folder = await newFolder(context);
  const wrapped = (cause: Error) => new Error('Database failed to open', { cause: new Error('not opened', { cause }) });
  assert.equal(await isOfMachine(wrapped(new Error('Corruption: bad block type')), folder), false);
  assert.equal(await isOfMachine(wrapped(new Error('IO error: 000005.ldb: Too many open files')), folder), true);
});

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
