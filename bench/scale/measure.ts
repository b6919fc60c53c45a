import { type Costs, costs } from './costs';
import { type Healing, heal } from './heal';
import { type Joining, join } from './join';
import { Mesh } from './mesh';
import { type Edge, full, ring } from './shapes';
import { oneByOne, type Spread, spread } from './spread';

/** Single sets, each by another node. */
const SETS = 3;
/** Sets at once: of one node, and of each of so many nodes. */
const BURST = 1_000;
const EACH = 10;
const WRITERS = 100;
const IDLE_MS = 10_000;

/** All that is measured of networks of one size. */
export interface Figures {
  readonly nodes: number;
  readonly links: number;
  /** What it took to link all, and what a second takes in which nothing happens. */
  readonly built: Costs;
  readonly idle: Costs;
  readonly set: Spread;
  readonly burst: Spread;
  readonly many: Spread;
  /** How many sets `burst` and `many` were. */
  readonly sets: readonly [burst: number, many: number];
  readonly healing: Healing;
  readonly ring: Spread;
  readonly joining: Joining;
}

export async function measure(seed: number, nodes: number): Promise<Figures> {
  const mesh = new Mesh(seed).add(nodes);
  const edges = full(nodes, mesh.world.prng);
  const built = await build(mesh, edges);
  return {
    nodes,
    links: edges.length,
    built,
    idle: await idle(mesh),
    set: await oneByOne(mesh, mesh.some(SETS)),
    burst: await spread(mesh, mesh.some(1), BURST),
    many: await spread(mesh, mesh.some(WRITERS), EACH),
    sets: [BURST, EACH * Math.min(WRITERS, nodes)],
    healing: await heal(mesh),
    ring: await inRing(seed, nodes),
    joining: await join(seed, nodes),
  };
}

async function build(mesh: Mesh, edges: readonly Edge[]): Promise<Costs> {
  const traffic = mesh.measure();
  await mesh.link(edges).converge();
  const built = costs(traffic, mesh.world.nodes.length);
  await mesh.rest();
  return built;
}

async function inRing(seed: number, nodes: number): Promise<Spread> {
  const mesh = await new Mesh(seed).add(nodes).link(ring(nodes)).rest();
  return oneByOne(mesh, mesh.some(SETS));
}

/** In a second. */
async function idle(mesh: Mesh): Promise<Costs> {
  const traffic = mesh.measure();
  await mesh.world.run(IDLE_MS);
  return costs(traffic, (mesh.world.nodes.length * IDLE_MS) / 1_000);
}
