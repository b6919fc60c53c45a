/**
 * Has work done `ms` after it is asked for; what is asked for meanwhile is done with one more round, so at the latest after
 * twice that. There is one timer, however often it is asked for.
 */
export class Afterwards {
  #timer: NodeJS.Timeout | null = null;
  #again = false;

  constructor(
    readonly ms: number,
    readonly work: () => void,
  ) {}

  ask(): void {
    if (this.#timer === null) this.#timer = setTimeout(() => this.#end(), this.ms);
    else this.#again = true;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #end(): void {
    const again = this.#again;
    this.#timer = null;
    this.#again = false;
    this.work();
    if (again) this.ask();
  }
}
