import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does long work that cannot be cut up piece after piece, each followed by a rest as long as it took: so whoever asks for
 * it, and however often, half of the time is everybody else's.
 */
export class InTurn {
  #free: Promise<unknown> = Promise.resolve();

  run<T>(work: () => T): Promise<T> {
    let took = 0;
    const done = this.#free.then(() => {
      const began = performance.now();
      try {
        return work();
      } finally {
        took = Math.round(performance.now() - began);
      }
    });
    const rest = (): unknown => (took > 0 ? sleep(took) : undefined);
    this.#free = done.then(rest, rest);
    return done;
  }
}
