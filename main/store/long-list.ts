/** Places of a part: so few that the code which begins one has run often by the time it is compiled, and is not redone. */
const BITS = 9;
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
    return place < this.#length ? (this.#parts[place >>> BITS] as number[])[place & (PART - 1)] : undefined;
  }

  /** @param place before the end */
  set(place: number, number: number): void {
    (this.#parts[place >>> BITS] as number[])[place & (PART - 1)] = number;
  }
}
