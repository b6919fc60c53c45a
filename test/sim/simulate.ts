import { MAX_AHEAD_MS } from '../../main/store/clock';
import { allSayInSync, areEqual, checkHistories, checkWrites, InSyncWatch } from './checks';
import { checkDisk, checkMemory } from './disk-checks';
import { check, SimFailure } from './failure';
import { fillDisk, healFaults, planFaults } from './faults';
import { nameOf, type Write } from './ledger';
import { type Outcome, type Simulation, sum } from './report';
import { build, joinParts } from './topology';
import { World } from './world';
import { Writers } from './writes';

/** All nodes are equal this long after the last fault: a dial of 1.5 s, a lost link noticed late, a repair, hops. */
const CONVERGED_MS = 20_000;
/** One set in a quiet network is everywhere by then, over 11 links of up to 30 ms: no repair may be needed. */
const SPREAD_MS = 1_500;
/** Nodes that never rest are compared at about every 10 s: three times, over 11 links mostly at once. */
const LOADED_MS = 30_000;
/** Often enough that no node rests for the second after which it would be compared anyway. */
const LOAD_GAP_MS = 150;
/** Both repair timers and several pings come in this time. */
const QUIET_MS = 16_000;
/** In which databases that refuse entries of each other are compared a few times. */
const EARLY_MS = 60_000;

interface DataOutcome extends Outcome {
  readonly nodes: number;
  readonly writes: number;
  readonly acknowledged: number;
  readonly excused: number;
  /** ms of virtual time from the last fault until all were equal. */
  readonly converged: number;
}

/** What nodes hold, over links that the simulation makes. */
export const data: Simulation<DataOutcome> = {
  option: '',
  simulate,
  tell: (outcomes) =>
    `${sum(outcomes, ({ nodes }) => nodes)} nodes, ${sum(outcomes, ({ writes }) => writes)} writes, ` +
    `${sum(outcomes, ({ acknowledged }) => acknowledged)} acknowledged, ` +
    `${sum(outcomes, ({ excused }) => excused)} of them lost with the only disk that had them; ` +
    `equal at the latest ${Math.max(...outcomes.map(({ converged }) => converged))} ms after the last fault`,
};

/** Runs the network of one seed through its faults, heals it, and looks whether it kept every promise. */
async function simulate(seed: number, traced = false): Promise<DataOutcome> {
  const world = new World(seed, traced);
  const simulation = new DataSimulation(world);
  let failure: string | null = null;
  try {
    await simulation.run();
  } catch (error) {
    failure = error instanceof SimFailure ? error.message : String((error as Error).stack);
    world.trace.say(() => `!! ${failure}`);
  }
  const writes = [...world.ledger.writes.values()];
  return {
    seed,
    failure,
    trace: world.trace.lines,
    nodes: world.nodes.length,
    writes: writes.length,
    acknowledged: writes.filter(({ acknowledged }) => acknowledged).length,
    excused: writes.filter(({ acknowledged, excused }) => acknowledged && excused).length,
    converged: simulation.converged,
  };
}

class DataSimulation {
  converged = 0;
  readonly #watch: InSyncWatch;
  readonly #writers: Writers;

  constructor(readonly world: World) {
    this.#watch = new InSyncWatch(world);
    build(world);
    this.#writers = new Writers(world, world.prng.whole(1, 12));
  }

  async run(): Promise<void> {
    const { world } = this;
    const faulty = world.prng.whole(5_000, 40_000);
    this.#plan(faulty);
    await this.#pass(faulty);
    world.trace.say(() => '-- the faults end');
    healFaults(world);
    joinParts(world);
    await this.#wait();
    if (world.isStormy) await this.#bearLoad();
    await this.#converge();
    await this.#pass(QUIET_MS);
    this.#checkEqual();
    await this.#spread();
    await this.#pass(QUIET_MS);
    this.#checkEqual();
    checkHistories(world);
    checkWrites(world);
    for (const node of world.nodes) {
      checkMemory(node);
      checkDisk(node);
    }
    await world.run(0);
  }

  #plan(ms: number): void {
    const { prng, schedule } = this.world;
    planFaults(this.world, ms);
    for (let count = prng.whole(5, 120); count > 0; count--) {
      schedule.in(prng.whole(0, ms), () => this.#writers.write());
    }
    if (this.world.isStormy) {
      for (let count = prng.whole(1, 4); count > 0; count--) {
        const at = prng.whole(0, ms);
        schedule.in(at, () => this.#writers.stream(Math.min(ms - at, prng.whole(1_000, 20_000))));
      }
    }
    if (prng.chance(0.04)) {
      schedule.in(prng.whole(0, ms), () => {
        fillDisk(this.world);
        this.#writers.writeMany(prng.whole(400, 2_000));
      });
    }
  }

  /**
   * Where a clock was ahead, its entries are refused until their time has come or they are given another, and hold up no
   * others.
   */
  async #wait(): Promise<void> {
    const { world } = this;
    const latest = Math.max(0, ...[...world.ledger.writes.values()].map(({ entry }) => entry.stamp.time));
    const early = latest - world.time - MAX_AHEAD_MS + 2_000;
    if (early <= 0) return;
    const timely = this.#kept.filter(({ entry }) => entry.stamp.time <= world.time);
    await this.#pass(EARLY_MS);
    // A history that is full of entries ahead hands on nothing below them.
    const handedOn = timely.filter((write) =>
      world.nodes.every(({ database }) => !world.ledger.isBelow(database.versions(write.entry.key), write)),
    );
    this.#checkHeld(handedOn, 'though only other entries are ahead');
    if (world.prng.chance(0.5)) for (const node of world.nodes) world.restamp(node);
    else world.sleep(early);
  }

  /** What was acknowledged, on a disk that is still there. */
  get #kept(): Write[] {
    return [...this.world.ledger.writes.values()].filter(({ acknowledged, excused }) => acknowledged && !excused);
  }

  #checkHeld(writes: readonly Write[], when: string): void {
    const { ledger, nodes } = this.world;
    for (const write of writes) {
      for (const { name, database } of nodes) {
        const isThere = ledger.isIn(database.versions(write.entry.key), write);
        check(isThere, () => `${name} has not got ${nameOf(write.entry)} of ${write.by} ${when}.`);
      }
    }
  }

  /** What was written before is everywhere in the end, though nodes write without rest. */
  async #bearLoad(): Promise<void> {
    const before = this.#kept;
    for (let count = 2; count > 0; count--) this.#writers.stream(LOADED_MS, LOAD_GAP_MS);
    await this.#pass(LOADED_MS);
    this.#checkHeld(before, 'while nodes wrote without rest');
  }

  async #converge(): Promise<void> {
    const { world } = this;
    const since = world.schedule.now;
    while (!areEqual(world) || !allSayInSync(world)) {
      await this.#pass(250);
      this.converged = world.schedule.now - since;
      check(this.converged <= CONVERGED_MS, () => {
        const prints = world.nodes.map(({ name, database }) => `${name} ${database.fingerprint.slice(0, 6)}`);
        return `Not equal, or not known to be, ${this.converged} ms after the last fault: ${prints.join(', ')}`;
      });
    }
  }

  async #spread(): Promise<void> {
    const { world } = this;
    const write = this.#writers.writeNew();
    if (write === null) return;
    await this.#pass(SPREAD_MS);
    const without = world.nodes.filter(({ database }) => database.winner(write.entry.key) === undefined);
    const names = without.map(({ name }) => name).join(', ');
    check(without.length === 0, () => `A set of ${write.by} had not reached ${names} after ${SPREAD_MS} ms.`);
  }

  #checkEqual(): void {
    check(areEqual(this.world), () => 'The nodes were equal, and parted again in a quiet network.');
    check(allSayInSync(this.world), () => "All nodes are equal, and some link does not say 'in sync'.");
  }

  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      await this.world.run(Math.min(left, 1_000));
      this.#watch.look();
      for (const node of this.world.up) node.look();
    }
  }
}
