import type { Refused } from '../../../main/store/refusal';
import type { NodeId } from '../../../main/store/stamp';
import type { LinkNode } from './link-node';
import type { LinkWorld } from './link-world';

const MIN_MS = 60_000;

type Fault = (world: LinkWorld, node: LinkNode) => void;

/** Every kind of fault, and what users do; a seed draws from some of the kinds only. */
const faults: Record<string, Fault> = {
  loseLink,
  cutOff,
  partition,
  oneWay,
  crash,
  blackout,
  restart,
  restartElsewhere,
  moveAway,
  swap,
  halt,
  wrongClock,
  slow,
  newcomer,
  remove,
  pause,
  forget,
  add,
  copyProfile,
};

/** Plans faults for the next `ms`. */
export function planFaults(world: LinkWorld, ms: number): void {
  const { prng } = world;
  const kinds = world.isCalm ? [] : Object.keys(faults).filter(() => prng.chance(0.4));
  world.trace.say(() => `-- kinds of faults: ${kinds.join(', ') || 'none'}`);
  if (kinds.length === 0) return;
  for (let count = prng.whole(2, 20); count > 0; count--) {
    const kind = prng.pick(kinds);
    world.later(prng.whole(0, ms), () => {
      if (world.up.length > 0) faults[kind]?.(world, prng.pick(world.up));
    });
  }
}

/** Ends every fault: clocks are right to a second, all nodes run, nothing is in the way; what users chose stays. */
export function healFaults(world: LinkWorld): void {
  world.isHealed = true;
  world.internet.heal();
  for (const node of world.nodes) {
    node.offset = world.prng.whole(-1_000, 1_000);
    node.halt(false);
    node.start();
  }
}

/** A user asks for a link by an address; that it fails is no failure. */
export function addPeer(world: LinkWorld, from: LinkNode, address: string): void {
  const { process } = from;
  // Whoever answers there is no longer removed, nor known to be until then.
  from.removed.clear();
  process?.say(() => `is told to add ${address}`);
  process?.network.addPeer(address).catch((why: Refused) => {
    if (why.name !== 'Refused') return world.schedule.fail(why);
    process.say(() => `did not add ${address}: ${why.code}`);
  });
  world.schedule.stir();
}

/** What is between two nodes forgets their connection, as a router does that was restarted. */
function loseLink({ internet, prng, trace }: LinkWorld): void {
  const links = [...internet.links.keys()].filter(({ isOpen }) => isOpen);
  if (links.length === 0) return;
  trace.say(() => '-- a link is lost without a word');
  internet.lose(prng.pick(links));
}

function cutOff(world: LinkWorld, node: LinkNode): void {
  cut(
    world,
    [node],
    world.nodes.filter((other) => other !== node),
    true,
  );
}

function partition(world: LinkWorld): void {
  const { prng, nodes } = world;
  const half = new Set(prng.shuffled(nodes).slice(0, prng.whole(1, Math.ceil(nodes.length / 2))));
  cut(
    world,
    [...half],
    nodes.filter((node) => !half.has(node)),
    true,
  );
}

function oneWay(world: LinkWorld, node: LinkNode): void {
  cut(world, [node], [world.prng.pick(world.nodes)], false);
}

function cut(world: LinkWorld, some: readonly LinkNode[], others: readonly LinkNode[], isBothWays: boolean): void {
  const names = (nodes: readonly LinkNode[]): string => nodes.map(({ name }) => name).join(' ');
  const set = (isCut: boolean): void => {
    world.trace.say(() => `-- ${names(some)} ${isBothWays ? '<' : ''}-> ${names(others)}: ${isCut ? 'cut' : 'open'}`);
    for (const a of some) {
      for (const b of others) {
        world.internet.cut(a, b, isCut);
        if (isBothWays) world.internet.cut(b, a, isCut);
      }
    }
  };
  set(true);
  world.later(world.prng.whole(300, 30_000), () => set(false));
}

function crash(world: LinkWorld, node: LinkNode): void {
  node.crash(false);
  world.later(world.prng.whole(50, 12_000), () => node.start());
}

/** A machine without power says nothing; its node is there again later. */
function blackout(world: LinkWorld, node: LinkNode): void {
  node.crash(true);
  world.later(world.prng.whole(500, 20_000), () => node.start());
}

function restart(world: LinkWorld, node: LinkNode): void {
  node.close();
  world.later(world.prng.whole(1, 3_000), () => node.start());
}

/** It starts again at another port: sometimes one that another node had before. */
function restartElsewhere(world: LinkWorld, node: LinkNode): void {
  node.close();
  world.later(world.prng.whole(1, 3_000), () => {
    node.move(node.host, world.portAt(node.host));
    node.start();
  });
}

/** A laptop comes to another network while its node runs. */
function moveAway(world: LinkWorld, node: LinkNode): void {
  const host = world.newHost();
  node.move(host, world.portAt(host));
}

/** Two machines get each other's addresses. */
function swap(world: LinkWorld, node: LinkNode): void {
  const other = world.prng.pick(world.nodes);
  if (other === node) return;
  const { host, port } = node;
  node.move(other.host, other.port);
  other.move(host, port);
}

/** A process stands still, as its machine sleeps or has too much to do. */
function halt(world: LinkWorld, node: LinkNode): void {
  node.halt(true);
  world.later(world.prng.whole(300, 15_000), () => node.halt(false));
}

/** Wrong by less than makes others refuse what it stamps. */
function wrongClock(world: LinkWorld, node: LinkNode): void {
  node.offset = world.prng.whole(-4 * MIN_MS, 4 * MIN_MS);
  world.trace.say(() => `-- the clock of ${node.name} steps to ${node.offset} ms ahead`);
}

function slow(world: LinkWorld): void {
  const { internet, prng } = world;
  internet.slowest = prng.pick([100, 500, 2_000]);
  internet.sluggish = prng.pick([0, 0.5]);
  internet.apply();
}

function newcomer(world: LinkWorld, node: LinkNode): void {
  if (world.nodes.length < 12) addPeer(world, world.add(node.rule), node.address);
}

function remove({ prng, trace, schedule }: LinkWorld, node: LinkNode): void {
  const known = node.peers.filter(({ id, removed }) => id !== null && !removed);
  if (known.length === 0) return;
  const { id } = prng.pick(known);
  trace.say(() => `-- the user of ${node.name} removes ${id}`);
  node.live.network.choices.remove(id as string);
  node.removed.set(id as NodeId, schedule.now);
  if (prng.chance(0.3)) {
    node.removed.delete(id as NodeId);
    node.live.network.choices.keep(id as string);
    trace.say(() => `-- the user of ${node.name} takes that back`);
  }
}

function pause(world: LinkWorld, node: LinkNode): void {
  const { prng } = world;
  const known = node.peers.filter(({ id, removed }) => id !== null && !removed);
  const id = known.length === 0 || prng.chance(0.3) ? null : prng.pick(known).id;
  const set = (isPaused: boolean): void => {
    world.trace.say(() => `-- the user of ${node.name} ${isPaused ? 'pauses' : 'resumes'} ${id ?? 'all'}`);
    if (id === null || node.peers.some((peer) => peer.id === id && !peer.removed)) {
      node.process?.network.choices.setPaused(id, isPaused);
    }
    world.schedule.stir();
  };
  set(true);
  if (prng.chance(0.8)) world.later(prng.whole(200, 20_000), () => set(false));
}

function forget({ prng, trace, schedule }: LinkWorld, node: LinkNode): void {
  const ids = node.peers.flatMap(({ id }) => id ?? []);
  trace.say(() => `-- the user of ${node.name} forgets whom it is not linked to`);
  node.live.network.choices.forget(ids);
  if (prng.chance(0.4)) node.live.network.choices.recall(ids);
  schedule.stir();
}

function add(world: LinkWorld, node: LinkNode): void {
  addPeer(world, node, world.prng.pick(world.nodes).address);
}

/** A profile is copied to another machine, and both are in use. */
function copyProfile(world: LinkWorld, node: LinkNode): void {
  if (world.nodes.length >= 12) return;
  const kept = node.image();
  const { id } = node;
  world.trace.say(() => `-- the profile of ${node.name} is copied`);
  world.later(world.prng.whole(0, 5_000), () => world.add(node.rule, world.newHost(), { id, kept }));
}
