/** Places of a part: it is made in microseconds. */
const BITS = 12;
const PART = 2 ** BITS;

/** Numbers in the order in which they came, in parts: a single array copies itself as it grows, 70 ms for a million. */
export class LongList {
  readonly #parts: number[][] = [];
  #last: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if ((this.#length & (PART - 1)) === 0) {
      this.#last = [];
      this.#parts.push(this.#last);
    }
    this.#last.push(number);
    this.#length += 1;
  }

  /** `undefined` past the end. */
  at(place: number): number | undefined {
    return this.#parts[place >>> BITS]?.[place & (PART - 1)];
  }

  /** @param place before the end */
  set(place: number, number: number): void {
    (this.#parts[place >>> BITS] as number[])[place & (PART - 1)] = number;
  }
}
