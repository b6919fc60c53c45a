import { MAX_LINKS } from '../../main/net/protocol';
import type { Prng } from '../../test/sim/prng';

/** Draws in a row that find no two nodes to link: hardly any are left. */
const VAIN = 2_000;

/** Two nodes by their places in the world. */
export type Edge = readonly [a: number, b: number];

/** As many links as a node takes: to all others, and where these are too many, to others at random. */
export function full(nodes: number, prng: Prng): Edge[] {
  return nodes > MAX_LINKS + 1 ? atRandom(nodes, prng) : clique(nodes);
}

export function ring(nodes: number): Edge[] {
  return Array.from({ length: nodes }, (_, at): Edge => [at, (at + 1) % nodes]);
}

function clique(nodes: number): Edge[] {
  return Array.from({ length: nodes }, (_, a) => Array.from({ length: a }, (_, b): Edge => [a, b])).flat();
}

/** Links two at random as long as both have room. */
function atRandom(nodes: number, prng: Prng): Edge[] {
  const linked = Array.from({ length: nodes }, (_, node) => new Set([node]));
  const hasRoom = (node: number): boolean => (linked[node]?.size ?? 0) <= MAX_LINKS;
  const edges: Edge[] = [];
  let room = linked.map((_, node) => node);
  for (let vain = 0; vain < VAIN && room.length > 1; vain++) {
    const [a, b] = [prng.pick(room), prng.pick(room)];
    if (linked[a]?.has(b)) continue;
    edges.push([a, b]);
    linked[a]?.add(b);
    linked[b]?.add(a);
    if (!hasRoom(a) || !hasRoom(b)) room = room.filter(hasRoom);
    vain = 0;
  }
  return edges;
}
