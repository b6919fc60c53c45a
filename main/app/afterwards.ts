/** ms by which work may be late, so that several requests share it. */
const TOGETHER_MS = 1_000;

/** Does work `ms` after each request, or at most a second later, with a single timer however many requests come. */
export class Afterwards {
  #timer: NodeJS.Timeout | undefined;
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
    clearTimeout(this.#timer);
  }

  #end(): void {
    // Before the work, which takes time: it must not be the last where a timer fires a fraction of a ms early.
    const left = this.#asked + this.ms - performance.now();
    this.#timer = left > 0 ? setTimeout(() => this.#end(), Math.min(left, TOGETHER_MS)) : undefined;
    this.work();
  }
}
