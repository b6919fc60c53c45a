import { join } from 'node:path';
import { LevelDisk } from '../../../main/disk/level';
import { checkKey, textValue } from '../../../main/store/text';
import { Prng } from '../../sim/prng';
import { isDelete, KEYS, LEVEL, openNode, RESTORED, type Work, WRITERS } from './work';

/** More than a history and LevelDB's buffer of this test hold, so that rows are dropped and tables compacted all the time. */
const MAX_PADDING = 2_000;

/**
 * A node that writes on and on and prints each write once it is acknowledged, and each restore; at SIGTERM it closes and
 * prints what it held.
 */
async function main({ folder, seed, first, peers, writes, restores }: Work): Promise<void> {
  const node = await openNode(await LevelDisk.open(join(folder, 'db'), LEVEL), folder, 'Crash', peers);
  let open = true;
  process.once('SIGTERM', async () => {
    open = false;
    await node.close();
    print(`held ${node.status().fingerprint}`);
    process.exit(0);
  });
  print('open');
  const write = async (writer: number): Promise<void> => {
    const prng = new Prng(seed + writer);
    for (let n = first; open; n++) {
      const key = checkKey(`${writer}/${prng.whole(1, KEYS)}`);
      const value = isDelete(n) ? null : textValue(`${n} ${'x'.repeat(prng.whole(0, MAX_PADDING))}`);
      // Nothing to delete, or the node is closing.
      const done = await node.put(key, value).then(
        () => true,
        () => false,
      );
      if (done) print(`${key} ${n}`);
    }
  };
  const backUp = async (): Promise<void> => {
    while (open) {
      await node.backups.now();
      await node.backups.restore(restores);
      print(RESTORED);
    }
  };
  if (!writes) return;
  // What is under way when the node closes is refused.
  backUp().catch(() => {});
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main(JSON.parse(process.argv[2] ?? ''));
