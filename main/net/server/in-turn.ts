import { Slice } from '../../slice';
import { Refused } from '../../store/refusal';
import { Written } from '../wire/written';

/** Bytes of the longest answer: what `ws`, by which scripts and our own clients read, takes, less room around it. */
const MAX_BYTES = 100 * 1024 * 1024 - 1024;

interface Asked {
  readonly pieces: Iterator<string>;
  resolve(answer: Written | undefined): void;
  reject(error: unknown): void;
}

/**
 * Writes answers that go through the whole database: one at a time, the askers in turn, in slices, each followed by a
 * rest as long as it took. So half of the time is left for everybody else, whoever asks and however often.
 */
export class InTurn {
  readonly #waiting = new Map<object, Asked[]>();
  readonly #slice = new Slice();
  #current: { readonly asker: object; readonly asked: Asked } | null = null;

  /**
   * Resolves, when it is the asker's turn, to the answer made of all pieces; to nothing if the asker is gone. Then, and
   * where the answer is refused, no further piece is read, and the iterator's `return` is called, if it has one.
   * @throws Refused `bad-request` for an answer over 100 MiB; what the iterator throws
   */
  write(asker: object, pieces: Iterator<string>): Promise<Written | undefined> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(asker) ?? [];
      waiting.push({ pieces, resolve, reject });
      this.#waiting.set(asker, waiting);
      if (this.#current === null) void this.#goOn();
    });
  }

  /** The asker is gone, and wants no answer. */
  forget(asker: object): void {
    const waiting = this.#waiting.get(asker) ?? [];
    this.#waiting.delete(asker);
    for (const asked of waiting) leave(asked);
    if (this.#current?.asker === asker) leave(this.#current.asked);
  }

  async #goOn(): Promise<void> {
    for (let asked = this.#next(); asked !== null; asked = this.#next()) {
      await textOf(asked.pieces, this.#slice).then(asked.resolve, asked.reject);
      await this.#slice.rest();
    }
  }

  #next(): Asked | null {
    const [asker, waiting] = this.#waiting.entries().next().value ?? [];
    const asked = waiting?.shift();
    this.#current = asker === undefined || asked === undefined ? null : { asker, asked };
    if (asker === undefined || asked === undefined) return null;
    // Who wants more stands behind the others.
    this.#waiting.delete(asker);
    if (waiting !== undefined && waiting.length > 0) this.#waiting.set(asker, waiting);
    return asked;
  }
}

/** Of this process, which is one node. */
export const inTurn = new InTurn();

async function textOf(pieces: Iterator<string>, slice: Slice): Promise<Written> {
  const slices: string[] = [];
  let slicePieces: string[] = [];
  let [bytes, units] = [0, 0];
  // Now: a text that is put together piece by piece is copied once it is whole, tens of ms for a million keys.
  const join = (): void => {
    const text = slicePieces.join('');
    bytes += Buffer.byteLength(text);
    slices.push(text);
    slicePieces = [];
  };
  // A UTF-16 unit takes a byte at least.
  while (bytes <= MAX_BYTES && units <= MAX_BYTES) {
    const { done, value } = pieces.next();
    if (done === true) {
      join();
      if (bytes > MAX_BYTES) throw tooLong();
      return new Written(slices.join(''));
    }
    slicePieces.push(value);
    units += value.length;
    if (!slice.isOver) continue;
    join();
    await slice.rest();
  }
  pieces.return?.();
  throw tooLong();
}

function tooLong(): Refused {
  const instead = 'export gives all keys and values in parts, history what one key has';
  return new Refused('bad-request', `The answer is longer than 100 MiB, and could not be read: ${instead}.`);
}

function leave({ pieces, resolve }: Asked): void {
  pieces.return?.();
  resolve(undefined);
}
