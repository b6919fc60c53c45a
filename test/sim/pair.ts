import { SimLink } from './sim-link';
import type { SimNode } from './sim-node';
import type { World } from './world';

/** Two nodes that keep a link between them: they dial again whenever it is lost and nothing is in the way. */
export class Pair {
  link: SimLink | null = null;
  /** The longest that a message takes, ms, and how likely a batch comes twice. */
  slowest = 30;
  duplicates = 0;
  /** What is in the way from `a` to `b`, and from `b` to `a`. */
  readonly #blocked: [boolean, boolean] = [false, false];
  #dialling = false;
  #epochs = '';
  #lost: readonly [string[], string[]] = [[], []];

  constructor(
    readonly world: World,
    readonly a: SimNode,
    readonly b: SimNode,
  ) {}

  get isBlocked(): boolean {
    return this.#isShut(0) || this.#isShut(1);
  }

  get name(): string {
    return `${this.a.name}-${this.b.name}`;
  }

  has(node: SimNode): boolean {
    return this.a === node || this.b === node;
  }

  block(toB: boolean, toA: boolean): void {
    this.#blocked[0] = toB;
    this.#blocked[1] = toA;
    this.world.trace.say(() => `-- ${this.name} ${toB ? 'shut' : 'open'} forth, ${toA ? 'shut' : 'open'} back`);
    this.apply();
  }

  /** As the fault phase has set the pair, so its link is. */
  tune(slowest: number, duplicates: number): void {
    this.slowest = slowest;
    this.duplicates = duplicates;
    this.apply();
  }

  dialLater(): void {
    if (this.#dialling) return;
    this.#dialling = true;
    this.world.schedule.in(this.world.prng.whole(...this.world.redial), () => {
      this.#dialling = false;
      this.#dial();
    });
  }

  /** The link is lost; `first` notices at once, the other one later. */
  break(first: SimNode, lag: number): void {
    const { link } = this;
    if (link === null) return;
    this.world.trace.say(() => `-- the link ${this.name} breaks`);
    this.link = null;
    this.#lost = link.break(first === this.b ? 1 : 0, lag);
    this.dialLater();
  }

  #dial(): void {
    const { world, a, b } = this;
    if (this.link !== null || !world.pairs.includes(this)) return;
    if (!a.isUp || !b.isUp || this.isBlocked) return this.dialLater();
    const link = new SimLink(world.schedule, world.prng, (from, message, text) =>
      world.sent(this, from === 0 ? a : b, message, text),
    );
    this.link = link;
    this.apply();
    const aDials = world.prng.chance(0.5);
    world.trace.say(() => `-- ${aDials ? a.name : b.name} dials: the link ${this.name} comes up`);
    a.attach(link, 0, b, !aDials);
    b.attach(link, 1, a, aDials);
    const epochs = `${a.epoch} ${b.epoch}`;
    if (this.#epochs === epochs && world.prng.chance(this.duplicates)) {
      link.redeliver(0, this.#lost[0]);
      link.redeliver(1, this.#lost[1]);
    }
    this.#epochs = epochs;
  }

  /** Call when one of the two is halted, or goes on. */
  apply(): void {
    const { link } = this;
    if (link === null) return;
    link.slowest = this.slowest;
    link.duplicates = this.duplicates;
    link.block(0, this.#isShut(0));
    link.block(1, this.#isShut(1));
  }

  #isShut(from: 0 | 1): boolean {
    return this.#blocked[from] || (from === 0 ? this.b : this.a).isHalted;
  }
}
