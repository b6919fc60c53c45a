import { key, newDatabase, text } from '../store/fixtures';
import { backUp } from './fixtures';

/** A process that writes one backup after the other, each under a name of its own, and prints each path. */
async function main(folder: string): Promise<void> {
  const database = newDatabase('latest');
  for (let n = 0; n < 3_000; n++) database.put(key(`key ${n}`), text(`value ${n}`));
  process.stdout.write('begun\n');
  for (let time = 0; ; time += 1_000) process.stdout.write(`${await backUp(database, folder, { time })}\n`);
}

void main(process.argv[2] ?? '');
