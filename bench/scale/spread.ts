import type { NodeId } from '../../main/store/stamp';
import type { Key } from '../../main/store/text';
import type { SimNode } from '../../test/sim/sim-node';
import { type Costs, costs, meanCosts } from './costs';
import type { Mesh } from './mesh';

export interface Spread {
  /** Of all entries, over all links; and over the link that carried most. */
  readonly crossings: number;
  readonly most: number;
  /** Links on the longest way by which a node first got the first entry. */
  readonly hops: number;
  /** ms until all nodes held all, and until all links said 'in sync'. */
  readonly held: number;
  readonly inSync: number;
  readonly comparisons: number;
  readonly costs: Costs;
}

/** Some nodes set keys, all at once, in a network at rest; all that comes of it. */
export async function spread(mesh: Mesh, writers: readonly SimNode[], each: number): Promise<Spread> {
  const { nodes, pairs } = mesh.world;
  const traffic = mesh.measure();
  const keys = writers.flatMap((writer) => mesh.set(writer, each));
  const { held, inSync } = await mesh.converge();
  const hops = longestWay(nodes, keys[0] as Key);
  await mesh.rest();
  const most = Math.max(...pairs.map((pair) => traffic.crossings([pair])));
  return {
    ...{ crossings: traffic.crossings(pairs), most, hops, held, inSync },
    ...{ comparisons: traffic.comparisons, costs: costs(traffic, nodes.length) },
  };
}

/** Single sets, one after the other: counts in the mean; of ms, hops and one link's crossings the most. */
export async function oneByOne(mesh: Mesh, writers: readonly SimNode[]): Promise<Spread> {
  const spreads: Spread[] = [];
  for (const writer of writers) spreads.push(await spread(mesh, [writer], 1));
  const most = (of: (one: Spread) => number): number => Math.max(...spreads.map(of));
  const mean = (of: (one: Spread) => number): number => spreads.reduce((sum, one) => sum + of(one), 0) / spreads.length;
  return {
    crossings: mean(({ crossings }) => crossings),
    most: most(({ most }) => most),
    hops: most(({ hops }) => hops),
    held: most(({ held }) => held),
    inSync: most(({ inSync }) => inSync),
    comparisons: mean(({ comparisons }) => comparisons),
    costs: meanCosts(spreads.map(({ costs }) => costs)),
  };
}

/** Every node knows from whom it first got an entry: the longest of these ways back to the writer. */
function longestWay(nodes: readonly SimNode[], key: Key): number {
  const givers = new Map(nodes.map(({ id, database }) => [id, database.winner(key)?.from ?? null]));
  const way = (node: NodeId): number => {
    const giver = givers.get(node) ?? null;
    return giver === null ? 0 : 1 + way(giver);
  };
  return Math.max(...nodes.map(({ id }) => way(id)));
}
