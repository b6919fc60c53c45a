import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz';
import { targets } from './targets';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string', multiple: true, default: Object.keys(targets) },
  },
});
const run = { seed: Number(values.seed), ms: Number(values.seconds) * 1_000 };

for (const name of values.target) {
  const open = targets[name];
  if (open === undefined) throw new Error(`There is no target ${name}, but: ${Object.keys(targets).join(', ')}.`);
  test(name, (context) => fuzz(context, name, open, run));
}
