import { parseArgs } from 'node:util';
import { links } from './links/simulate-links';
import { replay, report, type Simulation } from './report';
import { data } from './simulate';

const { values } = parseArgs({
  options: {
    links: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});

async function many(simulation: Simulation, from: number, count: number): Promise<void> {
  const failed = await report(simulation, from, count, console.log);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function one(simulation: Simulation, seed: number): Promise<void> {
  const outcome = await simulation.simulate(seed, values.trace);
  for (const line of outcome.trace) console.log(line);
  console.log({ ...outcome, trace: undefined });
  if (outcome.failure !== null) console.log(`\nSeed ${seed}: ${outcome.failure}\n${replay(simulation, seed)}`);
  process.exitCode = outcome.failure === null ? 0 : 1;
}

// Neither needs to know what the other's outcomes hold.
const simulation = (values.links ? links : data) as Simulation;
if (values.seed === undefined) void many(simulation, Number(values.from), Number(values.seeds));
else void one(simulation, Number(values.seed));
