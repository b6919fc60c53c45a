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

if (values.seed === undefined) {
  const failed = report(Number(values.from), Number(values.seeds), console.log);
  process.exitCode = failed.length === 0 ? 0 : 1;
} else {
  const outcome = simulate(Number(values.seed), values.trace);
  for (const line of outcome.trace) console.log(line);
  console.log({ ...outcome, trace: undefined });
  if (outcome.failure !== null) console.log(`\nSeed ${values.seed}: ${outcome.failure}\n${replay(outcome.seed)}`);
  process.exitCode = outcome.failure === null ? 0 : 1;
}
