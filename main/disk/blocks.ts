/** A row that holds the entries of `size` neighbouring numbers, from `first` on. */
export interface Block {
  readonly first: number;
  readonly size: number;
  /** How many of them have been dropped. */
  dead: number;
}

/** Which numbers share a row: some 50 bytes a block, so at most 7 an entry. */
export class Blocks {
  /** By their first numbers. */
  #blocks: Block[] = [];
  readonly #worn = new Set<Block>();

  add(first: number, size: number, dead = 0): void {
    const block: Block = { first, size, dead };
    const at = this.#placeOf(first);
    const known = this.#blocks[at];
    if (known?.first === first) this.#worn.delete(known);
    this.#blocks.splice(at, known?.first === first ? 1 : 0, block);
    this.#judge(block);
  }

  /** The block that holds a number. */
  find(seq: number): Block | null {
    const block = this.#blocks[this.#placeOf(seq + 1) - 1];
    return block !== undefined && seq < block.first + block.size ? block : null;
  }

  /** The entry of a number was dropped. */
  died(seq: number): void {
    const block = this.find(seq);
    if (block === null) return;
    block.dead += 1;
    this.#judge(block);
  }

  /** Blocks with more dead entries than live ones: one, or as many as hold so many entries, if there are. */
  worn(entries: number): Block[] {
    const worn: Block[] = [];
    let size = 0;
    for (const block of this.#worn) {
      worn.push(block);
      size += block.size;
      if (size >= entries) break;
    }
    return worn;
  }

  remove(block: Block): void {
    this.#worn.delete(block);
    const at = this.#placeOf(block.first);
    if (this.#blocks[at] === block) this.#blocks.splice(at, 1);
  }

  clear(): void {
    this.#blocks = [];
    this.#worn.clear();
  }

  #judge(block: Block): void {
    if (block.dead * 2 > block.size) this.#worn.add(block);
  }

  /** The index of the first block that begins at a number or after it. */
  #placeOf(first: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle] as Block).first >= first) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
