import { checkKey } from '../../../main/store/text';
import { check, SimFailure } from '../failure';
import { type Outcome, type Simulation, sum } from '../report';
import { checkOneLink, linksOf, partsOf, unsettled } from './link-checks';
import { addPeer, healFaults, planFaults } from './link-faults';
import type { LinkNode } from './link-node';
import { LinkWorld } from './link-world';

/** Of seeds: a network in which nodes have more peers than links takes seconds. */
const CROWDED = 0.01;
/** A node that was refused is dialled again after a minute at most; each of 8 addresses that lead nowhere takes 1 s. */
const SETTLED_MS = 90_000;
/** Both repair timers and several pings come in this time. */
const QUIET_MS = 16_000;
/** One set in a quiet network is everywhere by then. */
const SPREAD_MS = 1_500;

/** Of what is wrong in the end. */
const MOST_TOLD = 6;

interface LinkOutcome extends Outcome {
  readonly nodes: number;
  /** Of the network in the end, that cannot find each other or may not link; 0 where it failed. */
  readonly parts: number;
  readonly dials: number;
  /** ms of virtual time from the last fault until all were linked and equal. */
  readonly settled: number;
}

/** Who links to whom: the links' own rules, between nodes that find each other. */
export const links: Simulation<LinkOutcome> = {
  option: '--links ',
  simulate,
  tell: (outcomes) =>
    `${sum(outcomes, ({ nodes }) => nodes)} nodes, ${sum(outcomes, ({ dials }) => dials)} dials, ` +
    `${sum(outcomes, ({ parts }) => parts)} parts in the end; ` +
    `settled at the latest ${Math.max(...outcomes.map(({ settled }) => settled))} ms after the last fault`,
};

/** Runs nodes that find each other through the faults of one seed, heals them, and looks what became of their links. */
async function simulate(seed: number, traced = false): Promise<LinkOutcome> {
  const world = new LinkWorld(seed, traced);
  const simulation = new LinkSimulation(world);
  const thrown = (why: unknown): void => world.schedule.fail(why as Error);
  process.on('unhandledRejection', thrown);
  let failure: string | null = null;
  try {
    await simulation.run();
  } catch (error) {
    failure = error instanceof SimFailure ? error.message : String((error as Error).stack);
    world.trace.say(() => `!! ${failure}`);
  } finally {
    process.off('unhandledRejection', thrown);
  }
  return {
    ...{ seed, failure, trace: world.trace.lines, nodes: world.nodes.length, settled: simulation.settled },
    parts: simulation.parts,
    dials: world.watch.dialled,
  };
}

function brief(problems: readonly string[]): string {
  return problems.slice(0, MOST_TOLD).join('; ');
}

class LinkSimulation {
  settled = 0;
  parts = 0;
  #writes = 0;

  constructor(readonly world: LinkWorld) {}

  async run(): Promise<void> {
    const { world } = this;
    const faulty = world.prng.whole(5_000, 40_000);
    this.#build(faulty);
    planFaults(world, faulty);
    for (let count = world.prng.whole(1, 20); count > 0; count--) {
      world.schedule.in(world.prng.whole(0, faulty), () => this.#write());
    }
    await this.#pass(faulty);
    world.trace.say(() => '-- the faults end');
    healFaults(world);
    await this.#settle();
    await this.#pass(QUIET_MS);
    // Some may have been told meanwhile where others are.
    await this.#settle();
    checkOneLink(world);
    await this.#spread();
    this.parts = partsOf(world, linksOf(world)).length;
    for (const node of world.nodes) node.close();
    await world.run(1_000);
  }

  #build(ms: number): void {
    const { world } = this;
    const { prng } = world;
    const isCrowded = prng.chance(CROWDED);
    const count = isCrowded ? prng.whole(34, 40) : prng.whole(2, 7);
    world.trace.say(() => `-- ${count} nodes`);
    for (let index = 0; index < count; index++) {
      const beside = index > 0 && prng.chance(0.2) ? prng.pick(world.nodes).host : undefined;
      const node = world.add(prng.chance(0.03) ? 'first' : 'latest', beside);
      node.isHidden = prng.chance(0.12);
      if (index === 0) continue;
      const other = world.nodes[prng.whole(0, index - 1)] as LinkNode;
      const [from, to] = other.isHidden ? [other, node] : [node, other];
      const at = prng.whole(0, ms / 4);
      world.schedule.in(at, () => addPeer(world, from, to.address));
      // Two friends who sit side by side.
      if (prng.chance(0.4)) world.schedule.in(at + prng.whole(0, 50), () => addPeer(world, to, from.address));
    }
  }

  #write(): LinkNode | null {
    const { up, prng } = this.world;
    if (up.length === 0) return null;
    const node = prng.pick(up);
    this.#writes += 1;
    node.live.put(checkKey(`k${this.#writes}`), `v${this.#writes}`);
    return node;
  }

  async #settle(): Promise<void> {
    const { world } = this;
    const since = world.schedule.now;
    for (let left = unsettled(world); left.length > 0; left = unsettled(world)) {
      await this.#pass(1_000);
      const ms = world.schedule.now - since;
      this.settled = Math.max(this.settled, ms);
      check(ms <= SETTLED_MS, () => `${SETTLED_MS} ms after all was well: ${brief(left)}`);
    }
  }

  async #spread(): Promise<void> {
    const { world } = this;
    const writer = this.#write();
    if (writer === null) return;
    await this.#pass(SPREAD_MS);
    const part = partsOf(world, linksOf(world)).find((nodes) => nodes.includes(writer)) ?? [];
    const { fingerprint } = writer.live.database;
    const without = part.filter(({ live }) => live.database.fingerprint !== fingerprint).map(({ name }) => name);
    check(without.length === 0, () => `A set of ${writer.name} is not at ${without.join(', ')} after ${SPREAD_MS} ms.`);
  }

  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      await this.world.run(Math.min(left, 1_000));
      this.world.watch.look();
    }
  }
}
