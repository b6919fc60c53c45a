import { nuisances } from './hostile';

/** The hostile client: a nuisance to the nodes at some ports in the ways that its argument says, until it is killed. */
const { ports, names }: { ports: number[]; names: string[] } = JSON.parse(process.argv[2] ?? '');
const counts = Object.fromEntries(names.map((name) => [name, 0]));

for (const name of names) {
  const nuisance = nuisances[name];
  if (nuisance === undefined) throw new Error(`There is no ${name}, but: ${Object.keys(nuisances).join(', ')}.`);
  for (const port of ports) void nuisance(port, () => Object.assign(counts, { [name]: (counts[name] ?? 0) + 1 }));
}
process.on('message', () => process.send?.(counts));
