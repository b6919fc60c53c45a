import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { soak } from './soak';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, nuisance: { type: 'string', multiple: true } },
});

test(`three nodes under attack for ${values.seconds} s`, async (context) => {
  const { calm, attacked, held, did } = await soak(context, Number(values.seconds) * 1_000, values.nuisance);
  console.table({ calm, attacked });
  console.table(held.map(([before, after]) => ({ 'MB before': before / 1e6, 'MB after': after / 1e6 })));
  console.table(did);
});
