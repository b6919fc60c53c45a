interface Asked {
  work(): unknown;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/**
 * Does long work that cannot be cut up piece after piece, those who ask in turn, each piece followed by a rest as long as it
 * took: so whoever asks for it, and however often, half of the time is everybody else's.
 */
export class InTurn {
  readonly #waiting = new Map<object, Asked[]>();
  #isBusy = false;

  /** Resolves with what the work comes to, when it is its asker's turn. */
  run<T>(asker: object, work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting = this.#waiting.get(asker) ?? [];
      waiting.push({ work, resolve: resolve as Asked['resolve'], reject });
      this.#waiting.set(asker, waiting);
      if (!this.#isBusy) this.#next();
    });
  }

  /** The asker is gone, and wants no answer. */
  forget(asker: object): void {
    const waiting = this.#waiting.get(asker) ?? [];
    this.#waiting.delete(asker);
    for (const { resolve } of waiting) resolve(undefined);
  }

  #next(): void {
    const [asker, waiting] = this.#waiting.entries().next().value ?? [];
    this.#isBusy = waiting !== undefined;
    if (asker === undefined || waiting === undefined) return;
    this.#waiting.delete(asker);
    const began = performance.now();
    answer(waiting.shift() as Asked);
    if (waiting.length > 0) this.#waiting.set(asker, waiting);
    // By then the answer is written, too, which for a long list is most of the work.
    setImmediate(() => setTimeout(() => this.#next(), performance.now() - began));
  }
}

/** Of this process, which is one node: answers that go through the whole database. */
export const inTurn = new InTurn();

function answer({ work, resolve, reject }: Asked): void {
  try {
    resolve(work());
  } catch (error) {
    reject(error);
  }
}
