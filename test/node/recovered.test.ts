import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { after } from '../../main/net/soon';
import { Keeper } from '../../main/node/keeper';
import type { Database } from '../../main/store/database';
import { checkKey, type Key, textValue } from '../../main/store/text';
import { fingerprintOf, numbersOn } from '../disk/contract';
import { newDatabase } from '../store/fixtures';
import { FailingDisk } from '../support/failing-disk';
import { silent } from '../support/silent';

const ville = checkKey('Ville');

interface Kept {
  readonly disk: FailingDisk;
  readonly database: Database;
  readonly keeper: Keeper;
  /** Writes a key's next value. Resolves when it is acknowledged. */
  put(key?: Key): Promise<void>;
}

/** A database whose disk is opened again when the test's clock says so. */
function kept(test: TestContext): Kept {
  test.mock.timers.enable({ apis: ['setTimeout'] });
  const [disk, database] = [new FailingDisk(), newDatabase('latest')];
  const keeper = new Keeper(
    { database, disk, logger: silent, now: Date.now, after, changed() {}, refused() {} },
    'synced',
  );
  let written = 0;
  const put = (key = ville): Promise<void> => keeper.written(database.put(key, textValue(`${written++}`)), key);
  return { disk, database, keeper, put };
}

async function fail({ disk, put }: Kept): Promise<void> {
  disk.fails = true;
  await assert.rejects(put(), { code: 'disk' });
}

async function recovered({ keeper }: Kept): Promise<void> {
  while (keeper.status().failure !== null) await turn();
}

/** Returns the ms until the disk is opened again. */
async function opened(test: TestContext, disk: FailingDisk): Promise<number> {
  const { reopened } = disk;
  let ms = 0;
  for (; disk.reopened === reopened; ms += 100) {
    test.mock.timers.tick(100);
    await turn();
  }
  return ms;
}

test('a disk that goes on failing is opened again ever later, up to every ten seconds; one that fails anew, soon', async (context) => {
  const node = kept(context);
  const { disk } = node;
  await fail(node);
  const waited: number[] = [];
  for (let n = 0; n < 7; n++) waited.push(await opened(context, disk));
  assert.deepEqual(waited, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);

  disk.fails = false;
  await opened(context, disk);
  await recovered(node);
  await fail(node);
  assert.equal(await opened(context, disk), 500);
});

test('what falls out of a history while the disk is brought up to date is on it no more', async (context) => {
  const node = kept(context);
  const { disk, database, keeper, put } = node;
  const keys = Array.from({ length: 500 }, (_, n) => checkKey(`key ${n}`));
  for (let round = 0; round < 9; round++) await Promise.all(keys.map(put));
  await fail(node);
  disk.fails = false;
  await opened(context, disk);
  // Of some keys it has passed the oldest entry, of others not.
  for (let n = 0; keeper.status().failure !== null; n++) {
    const key = keys[(n * 7) % keys.length] as Key;
    keeper.merged(database.put(key, textValue(`later ${n}`)));
    await turn();
  }
  await put();
  assert.deepEqual(
    await numbersOn(disk),
    Array.from(database.feed.after(0), ({ seq }) => seq),
  );
});

test('a disk that fails to the end is opened no more once its node has closed', async (context) => {
  const node = kept(context);
  await fail(node);
  await node.keeper.close();
  const { reopened } = node.disk;
  context.mock.timers.tick(60_000);
  await turn();
  assert.equal(node.disk.reopened, reopened);
});

test('a disk that fails only as it closes is tried once more', async (context) => {
  const { disk, database, keeper, put } = kept(context);
  keeper.acknowledge = 'early';
  const reopen = disk.reopen.bind(disk);
  disk.reopen = () => {
    disk.fails = false;
    return reopen();
  };
  disk.fails = true;
  await put();
  await keeper.close();
  assert.equal(await fingerprintOf(disk), database.fingerprint);
});
