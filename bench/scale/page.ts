import { markdown, type Table } from './table';

/** docs/scale.md */
export function page(tables: readonly Table[], seed: string): string {
  return `# Build Your Rating: how it grows

Networks in the simulation of test/sim, as printed by \`bench/scale.ts\`: the real database and sync, links to up to 32 random
others, 1 to 30 ms a message, no time for computing. Seed ${seed}; the same on every machine.

![What one set takes in networks of 10 to 1,000 nodes](scale.svg)

${tables.map(markdown).join('\n\n')}
`;
}
