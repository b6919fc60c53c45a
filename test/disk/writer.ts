import { openProfile } from '../../main/disk/profile';
import { entry } from './contract';

/** A process that holds a profile: writes on and on, and prints the number of each write once it is acknowledged. */
async function main(base: string, choice: string): Promise<void> {
  const { disk } = await openProfile(base, choice);
  const write = async (n: number): Promise<void> => {
    await disk.write({ put: [entry(n)], drop: [] });
    process.stdout.write(`${n}\n`);
  };
  process.stdout.write('open\n');
  for (let n = 0; ; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(write));
}

const [, , base = '', choice = ''] = process.argv;
void main(base, choice);
