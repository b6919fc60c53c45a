/**
 * Networks of the simulation in test/sim, from 10 to 1,000 nodes: what a set costs and how long it takes, many sets at
 * once, the healing of a network that fell into halves, a newcomer. Each node has all of the real database and sync, and
 * as many links as a node takes: 32, to others at random; up to 33 nodes are a clique. A message takes 1 to 30 ms, a
 * sync of a disk 1 to 10, a node none. A seed gives the same figures on every machine.
 *
 *     node --import tsx bench/scale.ts [--nodes 10,30,100,300,1000] [--seed 1] [--docs]
 *
 * `--docs` writes docs/scale.md and docs/scale.svg too. 1,000 nodes take some ten minutes and 8 GB.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figures, measure } from './scale/measure';
import { page } from './scale/page';
import { picture } from './scale/picture';
import { print } from './scale/table';
import { tables } from './scale/tables';

/** A heap for 1,000 nodes, MB. */
const HEAP = 8_000;

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '10,30,100,300,1000' },
    seed: { type: 'string', default: '1' },
    docs: { type: 'boolean', default: false },
    /** Measures here, and prints the figures alone. */
    figures: { type: 'boolean', default: false },
  },
});

/** In a process of its own, so that one network's memory is free again before the next. */
function apart(nodes: string): Figures {
  const args = [...process.execArgv, process.argv[1] as string, '--figures', '--nodes', nodes, '--seed', values.seed];
  return JSON.parse(execFileSync(process.execPath, [`--max-old-space-size=${HEAP}`, ...args], { encoding: 'utf8' }));
}

if (values.figures) {
  void measure(Number(values.seed), Number(values.nodes)).then((figures) => console.log(JSON.stringify(figures)));
} else {
  const all = values.nodes.split(',').map(apart);
  const found = tables(all);
  for (const table of found) print(table);
  if (values.docs) {
    writeFileSync('docs/scale.svg', picture(all));
    writeFileSync('docs/scale.md', page(found, values.seed));
  }
}
