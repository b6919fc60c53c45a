import assert from 'node:assert/strict';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import { insist, move } from '../../main/disk/move';
import { newFolder } from '../support/folder';

function failing(code: string, times: number): { work: () => Promise<void>; tries: () => number } {
  let tries = 0;
  const work = async (): Promise<void> => {
    tries += 1;
    if (tries <= times) throw Object.assign(new Error('held'), { code });
  };
  return { work, tries: () => tries };
}

test('a file is moved in the place of another', async (context) => {
  const folder = await newFolder(context);
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await writeFile(from, 'new');
  await writeFile(to, 'old');
  await move(from, to);
  assert.equal(await readFile(to, 'utf8'), 'new');
  await assert.rejects(move(from, to), { code: 'ENOENT' });
});

for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
  test(`what fails by ${code} while somebody holds a file is done once nobody does`, async () => {
    const { work, tries } = failing(code, 2);
    await insist(work);
    assert.equal(tries(), 3);
  });
}

test('what fails otherwise, or for good, fails', async () => {
  const other = failing('ENOSPC', 1);
  await assert.rejects(insist(other.work), { code: 'ENOSPC' });
  assert.equal(other.tries(), 1);
  const held = failing('EBUSY', Number.POSITIVE_INFINITY);
  await assert.rejects(insist(held.work), { code: 'EBUSY' });
  assert.ok(held.tries() > 1);
});

test('a database that LevelDB cannot open while somebody holds a file of it is opened once nobody does', async (context) => {
  const folder = await newFolder(context);
  const inTheWay = join(folder, 'MANIFEST-000001');
  await mkdir(inTheWay);
  const codes: unknown[] = [];
  const level = new ClassicLevel(folder);
  await insist(() =>
    level.open().catch(async (error) => {
      codes.push(error.cause.code);
      await rmdir(inTheWay);
      throw error;
    }),
  );
  await level.close();
  assert.deepEqual(codes, ['LEVEL_IO_ERROR']);
});
