import assert from 'node:assert/strict';
import { access, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BackupDesk } from '../../main/app/backup-desk';
import { LongWork } from '../../main/app/long-work';
import { checkKey, textValue } from '../../main/store/text';
import { NOON } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { hasten } from '../support/hasten';
import { openNode } from '../support/nodes';

/** A node with a backup, and a desk whose user chooses what `chosen` says. */
async function deskOfNode(test: TestContext) {
  const folder = await newFolder(test);
  const clock = { now: NOON };
  const node = await openNode(test, { name: 'Ada', backups: join(folder, 'backups'), now: () => clock.now });
  await node.put(checkKey('Ville'), textValue('Lyon'));
  const seen = { chosen: null as string | null, opened: [] as number[], kinds: new Set<string>() };
  const profiles = join(folder, 'profiles');
  const long: LongWork = new LongWork(() => seen.kinds.add(long.status?.kind ?? 'none'));
  const desk = new BackupDesk(node, long, {
    profiles,
    chooseFile: async () => seen.chosen,
    chooseFolder: async () => seen.chosen,
    show: async () => 'no file manager',
    openProfile: async (number) => void seen.opened.push(number),
  });
  const { path } = await desk.backUp();
  return { node, desk, long, seen, profiles, path, clock };
}

test('one long piece of work is under way at a time, is told, and can be cancelled', async (context) => {
  const { desk, long, seen, path } = await deskOfNode(context);
  assert.deepEqual([...seen.kinds], ['backup', 'none']);
  const first = desk.verify(basename(path));
  assert.equal(long.status?.kind, 'verify');
  await assert.rejects(desk.backUp(), { code: 'bad-request' });
  long.cancel();
  await assert.rejects(first, { code: 'cancelled' });
  assert.equal(long.status, null);
  await desk.verify(basename(path));
});

test('cancelled work that does not end, as with a drive that is gone, makes room for other work', async (context) => {
  const { node, desk, long, path } = await deskOfNode(context);
  context.mock.method(node.backups, 'now', () => new Promise(() => {}));
  const stuck = desk.backUp();
  hasten(context);
  long.cancel();
  await assert.rejects(stuck, { code: 'cancelled' });
  await desk.verify(basename(path));
});

test('a file elsewhere is restored once the user chose it, and not before', async (context) => {
  const { desk, seen, path } = await deskOfNode(context);
  await assert.rejects(desk.preview(null), { code: 'not-found' });
  assert.equal(await desk.choose(), null);
  seen.chosen = path;
  assert.equal((await desk.choose())?.header?.entries, 1);
  assert.equal((await desk.preview(null)).newEntries, 0);
});

test('of a chosen file it is told whose it is, and one that is no backup does not take its place', async (context) => {
  const [ada, other] = [await deskOfNode(context), await deskOfNode(context)];
  ada.seen.chosen = ada.path;
  assert.equal((await ada.desk.choose())?.own, true);
  ada.seen.chosen = other.path;
  const { own, verified } = (await ada.desk.choose()) ?? {};
  assert.deepEqual([own, verified], [false, null]);
  const none = join(await newFolder(context), 'none.byr');
  await writeFile(none, 'no backup');
  ada.seen.chosen = none;
  await assert.rejects(ada.desk.choose(), { code: 'not-a-backup' });
  assert.equal((await ada.desk.preview(null)).newEntries, 1);
});

test('the backup that was previewed last stays until another is, though newer ones push it out meanwhile', async (context) => {
  const { node, desk, path, clock } = await deskOfNode(context);
  const makeTen = async (): Promise<void> => {
    for (let n = 0; n < 10; n++) {
      clock.now += 1_000;
      await node.put(checkKey('Ville'), textValue(`${clock.now}`));
      await node.backups.now();
    }
  };
  await desk.preview(basename(path));
  await makeTen();
  assert.deepEqual(await desk.restore(basename(path)), { added: 0, tooNew: 0 });
  const [newest] = await node.backups.list();
  await desk.preview(basename(newest?.path ?? ''));
  await makeTen();
  await assert.rejects(desk.restore(basename(path)), { code: 'not-found' });
  await desk.restore(basename(newest?.path ?? ''));
});

test('a backup that is previewed again is held all the while', async (context) => {
  const { node, desk, path } = await deskOfNode(context);
  let [held, least] = [0, Number.POSITIVE_INFINITY];
  context.mock.method(node.backups, 'holdFile', async () => {
    held += 1;
    return () => {
      held -= 1;
      least = Math.min(least, held);
    };
  });
  for (let n = 0; n < 3; n++) await desk.preview(basename(path));
  assert.deepEqual([held, least], [1, 1]);
});

test('what the system had the window open is shown once, the newest alone', async (context) => {
  const { desk, path } = await deskOfNode(context);
  desk.open('older.byr');
  desk.open(path);
  assert.equal((await desk.opened())?.path, path);
  assert.equal(await desk.opened(), null);
});

test('a new network gets the first number that no profile has', async (context) => {
  const { desk, seen, profiles, path } = await deskOfNode(context);
  await mkdir(join(profiles, '1'), { recursive: true });
  assert.deepEqual(await desk.restoreAsNew(basename(path)), { added: 1, tooNew: 0, profile: '2' });
  assert.deepEqual([seen.opened, (await readdir(profiles)).sort()], [[2], ['1', '2']]);
});

test('a folder that the system does not show is a refusal, and one that nobody chose changes nothing', async (context) => {
  const { node, desk } = await deskOfNode(context);
  const { folder } = node.backups.status();
  assert.ok(folder !== null);
  await rm(folder, { recursive: true });
  await assert.rejects(desk.openFolder(), { code: 'backup-failed', message: /no file manager/ });
  await access(folder);
  const chosen = join(await newFolder(context), 'unplugged');
  await node.backups.setFolder(chosen);
  await rmdir(chosen);
  await assert.rejects(desk.openFolder(), { code: 'backup-failed' });
  await assert.rejects(access(chosen), { code: 'ENOENT' }, 'it is not made anew where its drive was');
  await node.backups.setFolder(null);
  await desk.chooseFolder();
  assert.equal(node.status().backups.chosen, false);
});
