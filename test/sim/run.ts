import { parseArgs } from 'node:util';
import { replay, report } from './report';
import { simulate } from './simulate';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});

async function many(from: number, count: number): Promise<void> {
  const failed = await report(from, count, console.log);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function one(seed: number): Promise<void> {
  const outcome = await simulate(seed, values.trace);
  for (const line of outcome.trace) console.log(line);
  console.log({ ...outcome, trace: undefined });
  if (outcome.failure !== null) console.log(`\nSeed ${seed}: ${outcome.failure}\n${replay(seed)}`);
  process.exitCode = outcome.failure === null ? 0 : 1;
}

void (values.seed === undefined ? many(Number(values.from), Number(values.seeds)) : one(Number(values.seed)));
