import type { SimNode } from './sim-node';
import type { World } from './world';

type Shape = (at: number) => number[];

/** To which of the nodes before it each node is linked. */
const shapes: Record<string, Shape> = {
  chain: (at) => [at - 1],
  star: () => [0],
  everyone: (at) => Array.from({ length: at }, (_, other) => other),
  tree: (at) => [(at - 1) >> 1],
};

/** A network of 3 to 12 nodes in a form that the seed draws. */
export function build(world: World): void {
  const { prng } = world;
  const name = prng.pick([...Object.keys(shapes), 'ring', 'any']);
  const nodes = Array.from({ length: prng.whole(3, 12) }, () => world.add());
  for (const node of nodes) if (prng.chance(0.1)) node.acknowledge = 'early';
  world.trace.say(() => `-- ${nodes.length} nodes, ${name}, rule ${world.rule}`);
  nodes.slice(1).forEach((node, before) => {
    const shape = shapes[name];
    const others = name === 'any' ? [prng.whole(0, before)] : (shape?.(before + 1) ?? [before]);
    for (const other of others) world.pair(node, nodes[other] as SimNode);
  });
  if (name === 'ring') world.pair(nodes[0] as SimNode, nodes.at(-1) as SimNode);
  for (let more = name === 'any' ? prng.whole(0, nodes.length) : 0; more > 0; more--) {
    world.pair(prng.pick(nodes), prng.pick(nodes));
  }
}

/** Links the parts that fell apart when nodes were removed. */
export function joinParts(world: World): void {
  const [first, ...others] = world.nodes;
  if (first === undefined) return;
  for (const other of others) if (!reached(world, first).has(other)) world.pair(first, other);
}

function reached(world: World, from: SimNode): Set<SimNode> {
  const found = new Set([from]);
  for (const node of found) {
    for (const pair of world.pairs) if (pair.has(node)) found.add(pair.a === node ? pair.b : pair.a);
  }
  return found;
}
