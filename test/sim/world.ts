import { sha256 } from '../../main/sha256';
import { type Entry, entryOrder, type Sha256 } from '../../main/store/entry';
import type { Rule } from '../../main/store/rule';
import type { NodeId } from '../../main/store/stamp';
import { fromTuple } from '../../main/store/tuple';
import { Ledger, type Write } from './ledger';
import { Pair } from './pair';
import { Prng } from './prng';
import { Schedule } from './schedule';
import type { Image } from './sim-disk';
import type { Sent } from './sim-link';
import { SimNode } from './sim-node';
import { Trace } from './trace';

/** ms since 1970 when a simulation begins. */
const BEGIN = 1_700_000_000_000;
const DAY_MS = 86_400_000;
/** Of how many seeds: each takes seven times as long as another. */
const STORMY = 0.08;
/** Hex digits of an id. */
const ID = 16;

/** The whole network of one seed: nodes, the pairs of them that link to each other, and the true time. */
export class World {
  readonly prng: Prng;
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly rule: Rule;
  /** Whether nodes write without rest, and much. */
  readonly isStormy: boolean;
  readonly ledger: Ledger;
  readonly sha256: Sha256;
  readonly readRow: (row: string) => Entry;
  readonly nodes: SimNode[] = [];
  readonly pairs: Pair[] = [];
  /** How long a pair that has lost its link waits before it dials, ms. */
  redial: readonly [least: number, most: number] = [20, 1_500];
  /** Is told of every message that a node sends, with its text. */
  sent: (pair: Pair, from: SimNode, message: Sent, text: string) => void = () => {};
  /** Is called whenever a disk that had failed has been opened again, and is about to be brought up to date. */
  reopened: () => void = () => {};
  isHealed = false;
  /** Time that passed while all nodes slept, ms. */
  #slept = 0;
  #named = 0;

  constructor(
    readonly seed: number,
    traced: boolean,
  ) {
    this.prng = new Prng(seed);
    this.schedule = new Schedule(this.prng);
    this.trace = new Trace(traced, () => this.schedule.now);
    this.isStormy = this.prng.chance(STORMY);
    this.rule = this.prng.chance(0.75) ? 'latest' : 'first';
    this.sha256 = remembering(sha256);
    this.readRow = remembering((row) => fromTuple(JSON.parse(row)));
    this.ledger = new Ledger(this.rule, entryOrder(this.sha256));
  }

  get time(): number {
    return BEGIN + this.schedule.now + this.#slept;
  }

  /** Those that run, and do not stand still. */
  get up(): SimNode[] {
    return this.nodes.filter(({ isUp, isHalted }) => isUp && !isHalted);
  }

  nameOf(id: NodeId): string {
    return `n${Number.parseInt(id, 16)}`;
  }

  async run(ms: number): Promise<void> {
    await this.schedule.runUntil(this.schedule.now + ms);
  }

  /** Plans a fault, or its end, unless all faults have ended by then. */
  later(ms: number, run: () => void): void {
    this.schedule.in(ms, () => {
      if (!this.isHealed) run();
    });
  }

  /** All machines sleep, and wake with their clocks set forward. */
  sleep(ms: number): void {
    this.trace.say(() => `-- all sleep for ${(ms / DAY_MS).toFixed(2)} days`);
    this.#slept += ms;
  }

  /** As its user asks, who has set its clock right. */
  restamp(node: SimNode): void {
    this.trace.say(() => `-- ${node.name} gives what is stamped ahead the present time`);
    node.restamp();
  }

  /** @param image what its disk holds from the start */
  add(image?: Image): SimNode {
    const id = this.#named.toString(16).padStart(ID, '0') as NodeId;
    const node = new SimNode(this, id, this.nameOf(id));
    this.#named += 1;
    node.offset = this.prng.whole(-2_000, 2_000);
    if (image !== undefined) node.disk.restore(image);
    this.nodes.push(node);
    node.start();
    return node;
  }

  /** The two dial each other from now on, whenever they are not linked. */
  pair(a: SimNode, b: SimNode): void {
    if (a === b || this.pairOf(a, b) !== undefined) return;
    const pair = new Pair(this, a, b);
    this.pairs.push(pair);
    pair.dialLater();
  }

  pairOf(a: SimNode, b: SimNode): Pair | undefined {
    return this.pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a));
  }

  /** A process ends at once, and all its links with it. */
  crash(node: SimNode): void {
    if (!node.isUp && !node.isClosing) return;
    this.trace.say(() => `-- ${node.name} crashes`);
    this.#losing(() => node.crash());
    this.#unlink(node, 3_000);
  }

  /** A process ends as its user asks, and its node starts again some time later. */
  restart(node: SimNode): void {
    this.trace.say(() => `-- ${node.name} closes`);
    this.#losing(() =>
      node.close(() => {
        this.trace.say(() => `-- ${node.name} has closed`);
        this.schedule.in(this.prng.whole(50, 2_000), () => this.start(node));
      }),
    );
    this.#unlink(node, 100);
  }

  /** A process that finds its disk unwell ends, and is started again until it need not. */
  cannotStart(node: SimNode): void {
    this.trace.say(() => `-- ${node.name} cannot start`);
    this.crash(node);
    this.schedule.in(this.prng.whole(500, 3_000), () => this.start(node));
  }

  #unlink(node: SimNode, lag: number): void {
    for (const pair of this.pairs) if (pair.has(node)) pair.break(node, this.prng.whole(0, lag));
  }

  /** Its process stands still from now on, or no more. */
  halt(node: SimNode, isHalted: boolean): void {
    node.isHalted = isHalted && node.isUp;
    for (const pair of this.pairs) if (pair.has(node)) pair.apply();
  }

  start(node: SimNode): void {
    if (node.isUp || node.isClosing || !this.nodes.includes(node)) return;
    node.start();
    this.trace.say(() => `-- ${node.name} starts, its clock ${node.offset} ms ahead`);
  }

  /** A node ends its link to another; the other one notices later. */
  giveUp(node: SimNode, other: NodeId): void {
    this.pairs.find((pair) => pair.has(node) && (pair.a.id === other || pair.b.id === other))?.break(node, 100);
  }

  /** The disk of a node that is down becomes what it was. */
  restore(node: SimNode, image: Image): void {
    this.trace.say(() => `-- the disk of ${node.name} is set back`);
    this.ledger.expose(node.name);
    this.#losing(() => node.disk.restore(image));
  }

  remove(node: SimNode): void {
    this.crash(node);
    this.trace.say(() => `-- ${node.name} is gone for good`);
    this.ledger.expose(node.name);
    this.#losing(() => this.nodes.splice(this.nodes.indexOf(node), 1));
    const left = this.pairs.filter((pair) => !pair.has(node));
    this.pairs.splice(0, this.pairs.length, ...left);
  }

  /** Excuses the writes that are held by somebody before, and by nobody after, if their own disk was set back. */
  #losing(lose: () => void): void {
    const risky = [...this.ledger.writes.values()].filter(({ exposed, excused }) => exposed && !excused);
    const before = this.#held(risky);
    lose();
    const after = new Set(this.#held(risky));
    for (const write of before) write.excused = !after.has(write);
  }

  /**
   * Those that a running node, or the disk of one that is down, still has. What is only below a full history is not there: it
   * would win once that has the present time.
   */
  #held(writes: readonly Write[]): Write[] {
    if (writes.length === 0) return [];
    const holders = this.nodes.map((node) => (node.isUp ? node.database : node.onDisk()));
    return writes.filter((write) =>
      holders.some((database) => this.ledger.isHeld(database.versions(write.entry.key), write)),
    );
  }
}

/** Every node digests and reads from its disk the same entries: once each will do. */
function remembering<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let done = known.get(text);
    if (done === undefined) {
      done = work(text);
      known.set(text, done);
    }
    return done;
  };
}
