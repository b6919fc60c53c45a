import { SLICE_MS } from '../slice';
import { Written } from '../wire/written';

interface Asked {
  readonly pieces: Iterator<string>;
  readonly slices: string[];
  resolve(answer: Written | undefined): void;
  reject(error: unknown): void;
}

/**
 * Writes answers that go through the whole database: one at a time, the askers in turn, in slices, each followed by a
 * rest as long as it took. So half of the time is left for everybody else, whoever asks and however often.
 */
export class InTurn {
  readonly #waiting = new Map<object, Asked[]>();
  #current: { readonly asker: object; readonly asked: Asked } | null = null;

  /**
   * Resolves, when it is the asker's turn, to the answer made of all pieces; to nothing if the asker is gone. Then no
   * further piece is read, and the iterator's `return` is called, if it has one.
   */
  write(asker: object, pieces: Iterator<string>): Promise<Written | undefined> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(asker) ?? [];
      waiting.push({ pieces, slices: [], resolve, reject });
      this.#waiting.set(asker, waiting);
      if (this.#current === null) this.#next();
    });
  }

  /** The asker is gone, and wants no answer. */
  forget(asker: object): void {
    const waiting = this.#waiting.get(asker) ?? [];
    this.#waiting.delete(asker);
    for (const asked of waiting) leave(asked);
    if (this.#current?.asker === asker) leave(this.#current.asked);
  }

  #next(): void {
    const [asker, waiting] = this.#waiting.entries().next().value ?? [];
    const asked = waiting?.shift();
    this.#current = asker === undefined || asked === undefined ? null : { asker, asked };
    if (asker === undefined || asked === undefined) return;
    // Who wants more stands behind the others.
    this.#waiting.delete(asker);
    if (waiting !== undefined && waiting.length > 0) this.#waiting.set(asker, waiting);
    this.#goOn(asked);
  }

  #goOn(asked: Asked): void {
    const began = performance.now();
    const isDone = slice(asked, began + SLICE_MS);
    // By then what was done is on its way, too.
    setImmediate(() => setTimeout(() => (isDone ? this.#next() : this.#goOn(asked)), performance.now() - began));
  }
}

/** Of this process, which is one node. */
export const inTurn = new InTurn();

/** Takes pieces until then. Returns whether there are no more. */
function slice({ pieces, slices, resolve, reject }: Asked, until: number): boolean {
  let text = '';
  try {
    for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
      text += next.value;
      if (performance.now() < until) continue;
      slices.push(text);
      return false;
    }
    slices.push(text);
    resolve(new Written(slices.join('')));
  } catch (error) {
    reject(error);
  }
  return true;
}

function leave({ pieces, resolve }: Asked): void {
  pieces.return?.();
  resolve(undefined);
}
