import { areEqual } from '../../test/sim/checks';
import { moments } from '../../test/sim/moments';
import type { Pair } from '../../test/sim/pair';
import type { World } from '../../test/sim/world';
import { type Costs, costs } from './costs';
import type { Mesh } from './mesh';

/** Sets in each half while they are parted, at random nodes. */
export const SETS = 100;
/** As main/net/peers/backoff.ts dials a peer that was lost a short while ago. */
const REDIAL = [250, 500] as const;
/** The longest until the second end of a link notices that it is cut. */
const LAG_MS = 3_000;
/** By then both ends have noticed, and each half holds what it wrote. */
const PARTED_MS = 10_000;

export interface Healing {
  /** ms from the healing until the first link was back, all were, all nodes held all, and all links said so. */
  readonly firstLink: number;
  readonly allLinks: number;
  readonly held: number;
  readonly inSync: number;
  /** Of entries: over the links between the halves, and over all links. */
  readonly between: number;
  readonly crossings: number;
  /** Links that were cut. */
  readonly cut: number;
  readonly comparisons: number;
  readonly costs: Costs;
}

/** A network at rest falls into two halves; both write, and come together again. */
export async function heal(mesh: Mesh): Promise<Healing> {
  const { world } = mesh;
  const cut = await part(world, (half) => {
    for (let sets = 0; sets < SETS; sets++) mesh.set(world.prng.pick(half), 1);
  });
  const traffic = mesh.measure();
  for (const pair of cut) pair.block(false, false);
  const times = await mesh.converge({
    firstLink: () => cut.some(({ link }) => link !== null),
    allLinks: () => cut.every(({ link }) => link !== null),
  });
  await mesh.rest();
  return {
    ...times,
    between: traffic.crossings(cut),
    crossings: traffic.crossings(world.pairs),
    cut: cut.length,
    comparisons: traffic.comparisons,
    costs: costs(traffic, world.nodes.length),
  };
}

/** Cuts the links between two halves, lets each do its work, and waits until each is at rest. Returns what it cut. */
async function part(world: World, work: (half: World['nodes']) => void): Promise<Pair[]> {
  world.redial = REDIAL;
  const shuffled = world.prng.shuffled(world.nodes);
  const halves = [shuffled.slice(0, shuffled.length / 2), shuffled.slice(shuffled.length / 2)] as const;
  const cut = world.pairs.filter(({ a, b }) => halves[0].includes(a) !== halves[0].includes(b));
  for (const pair of cut) {
    pair.break(pair.a, world.prng.whole(0, LAG_MS));
    pair.block(true, true);
  }
  for (const half of halves) work(half);
  await world.run(PARTED_MS);
  await moments(world, { eachEqual: () => halves.every((nodes) => areEqual({ nodes })) });
  return cut;
}
