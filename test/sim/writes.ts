import { checkKey, type JsonText, type Key, textValue } from '../../main/store/text';
import type { Write } from './ledger';
import type { SimNode } from './sim-node';
import type { World } from './world';

/** A moment that several scripts give as their timestamp. */
const LONG_AGO = 1_600_000_000_000;
const HOUR_MS = 3_600_000;
/** A node that keeps writing does so this often at most, ms: mostly faster than a message takes. */
const GAPS_MS = [5, 40];
/** Writes of one stream: more would only take longer. */
const MAX_STREAM = 200;
/** Several syncs of a quick disk. */
const HURRY_MS = 20;
/**
 * UTF-16 units: longer than what a database keeps many copies of; some in one message; one that fills it, and has a chunk of
 * its own in memory. The longest of all took a fifth of the time.
 */
const LENGTHS = [2_000, 40_000, 70_000];

/** Writes twice in every ms, and notes now and then: often in one turn, and while others wait for the disk. */
export function hurry(world: World, node: SimNode): void {
  world.trace.say(() => `${node.name} writes in every ms`);
  for (let half = 0; half < 2 * HURRY_MS; half++) {
    world.later(half >> 1, () => {
      const key = checkKey(`hurry ${world.prng.whole(0, 2)}`);
      if (!world.up.includes(node)) return;
      node.put(key, textValue(`${half} of ${node.name}`));
      if (world.prng.chance(0.1)) void node.saveCursors();
    });
  }
}

/** People and scripts who write at random nodes, mostly to the same few keys. */
export class Writers {
  readonly #keys: readonly Key[];
  #count = 0;

  constructor(
    readonly world: World,
    keys: number,
  ) {
    this.#keys = Array.from({ length: keys }, (_, at) => checkKey(`k${at}`));
  }

  /** One write, at any node that is up. */
  write(): void {
    const { world } = this;
    if (world.up.length === 0) return;
    const node = world.prng.pick(world.up);
    const key = world.prng.pick(this.#keys);
    const draw = world.prng.next();
    if (draw < 0.5) this.#told(node, node.put(key, this.#value()));
    else if (draw < 0.7) this.#told(node, node.put(key, null));
    else this.#told(node, node.create(key, this.#value(), this.#time(node)));
  }

  /** Many keys at once, as a file that is read in. */
  writeMany(count: number): void {
    if (this.world.up.length === 0) return;
    const node = this.world.prng.pick(this.world.up);
    this.world.trace.say(() => `${node.name} writes ${count} keys`);
    for (let i = 0; i < count; i++) node.put(checkKey(`many ${this.#count} ${i}`), this.#value());
  }

  /** One node writes without rest: a text that is typed into one of the keys, or ever new keys. */
  stream(ms: number, gap = this.world.prng.pick(GAPS_MS)): void {
    const { world } = this;
    if (world.up.length === 0) return;
    const until = world.schedule.now + ms;
    const node = world.prng.pick(world.up);
    const key = world.prng.chance(0.5) ? world.prng.pick(this.#keys) : null;
    world.trace.say(() => `${node.name} writes ${key ?? 'new keys'} every ${gap} ms`);
    let left = Math.min(MAX_STREAM, Math.ceil(ms / gap));
    const next = (): void => {
      if (!world.up.includes(node) || world.schedule.now > until) return;
      node.put(key ?? checkKey(`stream ${this.#count}`), this.#value());
      left -= 1;
      if (left > 0) world.schedule.in(gap, next);
    };
    next();
  }

  /** A new key, at any node that is up. */
  writeNew(): Write | null {
    const node = this.world.prng.pick(this.world.up);
    return this.#told(node, node.put(checkKey(`new ${this.#count}`), this.#value()));
  }

  #told(node: SimNode, write: Write | null): Write | null {
    if (write !== null) {
      const { key, value, stamp } = write.entry;
      this.world.trace.say(() => `${node.name} writes ${key} = ${value} at ${stamp.time}.${stamp.counter}`);
    }
    return write;
  }

  /** Mostly new ones; equal ones now and then. */
  #value(): JsonText {
    this.#count += 1;
    const { prng } = this.world;
    if (this.world.isStormy && prng.chance(0.01)) return textValue(`${this.#count}`.padEnd(prng.pick(LENGTHS), '.'));
    return textValue(prng.chance(0.1) ? 'the same' : `v${this.#count}`);
  }

  #time(node: SimNode): number | undefined {
    const draw = this.world.prng.next();
    if (draw < 0.5) return undefined;
    if (draw < 0.75) return LONG_AGO;
    return Math.floor(node.wall()) - this.world.prng.whole(0, HOUR_MS);
  }
}
