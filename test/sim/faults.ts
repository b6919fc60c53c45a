import type { Pair } from './pair';
import type { Image } from './sim-disk';
import type { SimNode } from './sim-node';
import type { World } from './world';
import { hurry } from './writes';

const DAY_MS = 86_400_000;
const MIN_MS = 60_000;

type Fault = (world: World) => void;

/** Every kind of fault; a seed draws from some of the kinds only (Groce et al., Swarm Testing, 2012). */
const faults: Record<string, Fault> = {
  breakLink,
  shutOneWay,
  partition,
  pause,
  flap,
  crash,
  restart,
  failDisk,
  fillDisk,
  halt,
  setBack,
  wrongClock,
  slow,
  grow,
  shrink,
};

/** Plans faults for the next `ms`. */
export function planFaults(world: World, ms: number): void {
  const { prng } = world;
  const kinds = Object.keys(faults).filter(() => prng.chance(0.45));
  world.trace.say(() => `-- kinds of faults: ${kinds.join(', ') || 'none'}`);
  if (kinds.length === 0) return;
  // What others write then arrives while that disk is read and written.
  world.reopened = () => {
    if (prng.chance(0.5) && world.up.length > 0) hurry(world, prng.pick(world.up));
  };
  for (let count = prng.whole(2, 20); count > 0; count--) {
    const kind = prng.pick(kinds);
    world.later(prng.whole(0, ms), () => faults[kind]?.(world));
  }
}

/** Ends every fault: all clocks are right to a second, all nodes run, nothing is in the way of a link. */
export function healFaults(world: World): void {
  const { prng } = world;
  world.isHealed = true;
  for (const node of world.nodes) {
    node.offset = prng.whole(-1_000, 1_000);
    node.disk.heal();
    world.start(node);
    world.halt(node, false);
  }
  for (const pair of world.pairs) {
    pair.tune(30, 0);
    if (pair.isBlocked) pair.block(false, false);
  }
}

function breakLink(world: World): void {
  const pair = anyPair(world);
  pair?.break(world.prng.chance(0.5) ? pair.a : pair.b, world.prng.whole(0, 5_000));
}

function shutOneWay(world: World): void {
  const pair = anyPair(world);
  const forth = world.prng.chance(0.5);
  if (pair !== undefined) shut(world, [pair], world.prng.whole(500, 25_000), forth, !forth);
}

/** Two halves, or one node and the rest. */
function partition(world: World): void {
  const { prng } = world;
  const half = new Set(prng.shuffled(world.nodes).slice(0, prng.whole(1, Math.ceil(world.nodes.length / 2))));
  const cut = world.pairs.filter(({ a, b }) => half.has(a) !== half.has(b));
  shut(world, cut, prng.whole(1_000, 30_000), true, true);
}

/** A user closes a link, which both ends know at once, and nobody dials until it is resumed. */
function pause(world: World): void {
  const { prng } = world;
  const pair = anyPair(world);
  if (pair === undefined) return;
  pair.break(pair.a, 0);
  pair.block(true, true);
  world.later(prng.whole(500, 30_000), () => pair.block(false, false));
}

function flap(world: World): void {
  const { prng } = world;
  const pair = anyPair(world);
  if (pair === undefined) return;
  for (let i = prng.whole(2, 8), at = 0; i > 0; i--, at += prng.whole(100, 2_500)) {
    world.later(at, () => shut(world, [pair], prng.whole(50, 1_500), prng.chance(0.7), true));
  }
}

function crash(world: World): void {
  const node = anyNode(world);
  if (node === undefined) return;
  world.crash(node);
  world.later(world.prng.whole(50, 12_000), () => world.start(node));
}

/** A process ends as its user asks, and starts again. */
function restart(world: World): void {
  const node = anyNode(world);
  if (node !== undefined) world.restart(node);
}

/** The next things done with a disk fail, or some of all for a while: to write, to open it again, to read it then. */
function failDisk(world: World): void {
  const { prng } = world;
  const node = anyNode(world);
  if (node === undefined) return;
  if (prng.chance(0.5)) node.disk.failures = prng.whole(1, 6);
  else node.disk.unreliable = prng.pick([0.1, 0.5]);
  world.trace.say(() => `-- the disk of ${node.name} begins to fail`);
  if (prng.chance(0.5)) hurry(world, node);
  world.later(prng.whole(500, 20_000), () => mend(world, node));
}

/** A full disk, for a while. */
export function fillDisk(world: World): void {
  const node = anyNode(world);
  if (node === undefined) return;
  node.disk.isFull = true;
  world.trace.say(() => `-- the disk of ${node.name} is full`);
  world.later(world.prng.whole(500, 40_000), () => mend(world, node));
}

function mend(world: World, { name, disk }: SimNode): void {
  disk.heal();
  world.trace.say(() => `-- the disk of ${name} is well`);
}

/** A process stands still: its machine sleeps, or has too much to do. Who waits for it may give its link up. */
function halt(world: World): void {
  const node = anyNode(world);
  if (node === undefined) return;
  const ms = world.prng.whole(300, 15_000);
  world.trace.say(() => `-- ${node.name} stands still for ${ms} ms`);
  world.halt(node, true);
  for (const pair of world.pairs) if (pair.has(node)) loseAfter(world, pair, ms);
  world.later(ms, () => world.halt(node, false));
}

/** Copies a disk, and some time later puts the copy back; sometimes a new disk, which is empty. */
function setBack(world: World): void {
  const { prng } = world;
  const node = anyNode(world);
  if (node === undefined) return;
  const image: Image = prng.chance(0.15) ? { rows: new Map(), notes: new Map() } : node.disk.image();
  world.trace.say(() => `-- the disk of ${node.name} is copied`);
  world.later(prng.whole(500, 15_000), () => {
    if (!world.nodes.includes(node)) return;
    world.crash(node);
    world.restore(node, image);
    world.later(prng.whole(50, 8_000), () => world.start(node));
  });
}

/** Wrong by up to a day, mostly for a while only; it may also step from wrong to wrong, forth and back. */
function wrongClock(world: World): void {
  const { prng } = world;
  const node = anyNode(world);
  if (node === undefined) return;
  const most = prng.pick([10_000, 4 * MIN_MS, 10 * MIN_MS, DAY_MS]);
  const offset = prng.whole(-most, most);
  node.offset = offset;
  world.trace.say(() => `-- the clock of ${node.name} steps to ${offset} ms ahead`);
  if (prng.chance(0.5)) hurry(world, node);
  if (prng.chance(0.7)) {
    world.later(prng.whole(200, 10_000), () => {
      node.offset = prng.whole(-1_000, 1_000);
      world.trace.say(() => `-- the clock of ${node.name} is set right`);
      if (prng.chance(0.5) && world.up.includes(node)) world.restamp(node);
    });
  }
}

/** A link or a disk takes long; batches come twice. */
function slow(world: World): void {
  const { prng } = world;
  const pair = anyPair(world);
  const node = anyNode(world);
  if (node !== undefined) node.disk.slowest = prng.pick([100, 3_000]);
  pair?.tune(prng.pick([100, 500, 4_000]), prng.pick([0, 0.3]));
}

function grow(world: World): void {
  if (world.nodes.length >= 12) return;
  const others = world.prng.shuffled(world.nodes).slice(0, world.prng.whole(1, 3));
  const node = world.add();
  world.trace.say(() => `-- ${node.name} is new`);
  for (const other of others) world.pair(node, other);
}

function shrink(world: World): void {
  const node = anyNode(world);
  if (node !== undefined && world.nodes.length > 3) world.remove(node);
}

/** Closes pairs in one way or both; a link that stalls for long is given up by one of its ends. */
function shut(world: World, pairs: readonly Pair[], ms: number, forth: boolean, back: boolean): void {
  for (const pair of pairs) {
    pair.block(forth, back);
    loseAfter(world, pair, ms);
  }
  world.later(ms, () => {
    for (const pair of pairs) pair.block(false, false);
  });
}

/** Who gets no answer over a link for so long may give it up. */
function loseAfter(world: World, pair: Pair, ms: number): void {
  const { prng } = world;
  const { link } = pair;
  const patience = prng.whole(2_000, 25_000);
  if (patience >= ms) return;
  world.later(patience, () => {
    if (pair.link !== link) return;
    const { a, b } = pair;
    const first = a.isHalted || (!b.isHalted && prng.chance(0.5)) ? b : a;
    // Who stands still notices nothing until it goes on.
    pair.break(first, a.isHalted || b.isHalted ? ms : prng.whole(0, 5_000));
  });
}

function anyPair(world: World): Pair | undefined {
  return world.pairs.length === 0 ? undefined : world.prng.pick(world.pairs);
}

function anyNode(world: World): SimNode | undefined {
  return world.up.length === 0 ? undefined : world.prng.pick(world.up);
}
