import { parseArgs } from 'node:util';
import { crash } from './crash';

/** Kills that one profile survives before another begins: enough to grow old, few enough to have many first syncs. */
const EACH = 10;
/** Two profiles at a time keep two cores busy. */
const LANES = 2;

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const seeds = Array.from({ length: Math.ceil(Number(values.kills) / EACH) }, (_, n) => Number(values.seed) + n);
const sums = { kills: 0, acknowledged: 0, restores: 0, failed: 0 };

async function lane(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    try {
      const { kills, acknowledged, restores } = await crash(seed, Math.min(EACH, Number(values.kills)));
      sums.kills += kills;
      sums.acknowledged += acknowledged;
      sums.restores += restores;
    } catch (error) {
      sums.failed += 1;
      console.log(`Seed ${seed}: ${(error as Error).message}\nReplay: npm run crash -- --kills ${EACH} --seed ${seed}`);
    }
  }
}

async function main(): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, lane));
  const { kills, acknowledged, restores, failed } = sums;
  console.log(`${kills} kills, ${acknowledged} acknowledged writes, ${restores} restores; ${failed} profiles lost any`);
  process.exitCode = sums.failed === 0 ? 0 : 1;
}

void main();
