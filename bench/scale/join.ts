import type { Image } from '../../test/sim/sim-disk';
import type { SimNode } from '../../test/sim/sim-node';
import { type Costs, costs } from './costs';
import { Mesh } from './mesh';
import { full } from './shapes';

export const KEYS = 10_000;

export interface Joining {
  readonly links: number;
  /** Entries that it got, that it gave, and that crossed links of others. */
  readonly got: number;
  readonly gave: number;
  readonly elsewhere: number;
  /** ms from its start until its first link was up, it held all, and all links said so. */
  readonly firstLink: number;
  readonly held: number;
  readonly inSync: number;
  readonly comparisons: number;
  /** Of all nodes together. */
  readonly costs: Costs;
}

/** A network of `nodes` in which the last one is new and empty, and all others hold `KEYS` keys. */
export async function join(seed: number, nodes: number): Promise<Joining> {
  const mesh = new Mesh(seed).add(nodes - 1, await filled(seed));
  const { world } = mesh;
  const edges = full(nodes, world.prng);
  const isNew = (edge: (typeof edges)[number]): boolean => edge.includes(nodes - 1);
  await mesh.link(edges.filter((edge) => !isNew(edge))).rest();
  const newcomer = world.add();
  const others = [...world.pairs];
  mesh.link(edges.filter(isNew));
  const own = world.pairs.slice(others.length);
  const traffic = mesh.measure();
  const times = await mesh.converge({ firstLink: () => own.some(({ link }) => link !== null) });
  await mesh.rest();
  const gave = traffic.crossings(own, newcomer);
  const got = traffic.crossings(own) - gave;
  return {
    ...{ ...times, links: own.length, got, gave, elsewhere: traffic.crossings(others) },
    ...{ comparisons: traffic.comparisons, costs: costs(traffic, 1) },
  };
}

/** The disk of a node that holds `KEYS` keys, and was never linked. */
async function filled(seed: number): Promise<Image> {
  const mesh = new Mesh(seed).add(1);
  const [node] = mesh.world.nodes as [SimNode];
  mesh.set(node, KEYS);
  await mesh.rest();
  return { rows: node.disk.image().rows, notes: new Map() };
}
