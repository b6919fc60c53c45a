/** ms by which one may be done later than asked, so that it goes together with others. */
const TOGETHER_MS = 1_000;

/** Has work done `ms` after each time that it is asked for, at most a second later, by one timer however often that is. */
export class Afterwards {
  #timer: NodeJS.Timeout | null = null;
  #asked = 0;

  constructor(
    readonly ms: number,
    readonly work: () => void,
  ) {}

  ask(): void {
    this.#asked = performance.now();
    this.#timer ??= setTimeout(() => this.#end(), this.ms);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #end(): void {
    this.work();
    const left = this.#asked + this.ms - performance.now();
    this.#timer = left > 0 ? setTimeout(() => this.#end(), Math.min(left, TOGETHER_MS)) : null;
  }
}
