import { setImmediate as turn } from 'node:timers/promises';
import type { ClassicLevel } from 'classic-level';
import type { Numbered } from '../store/contents';
import { MAX_ENTRIES } from '../store/pack';
import { blockText, LEAST, readBlock, runsOf } from './block';
import { type Block, Blocks } from './blocks';
import { blockKey, CHUNK, DEAD, deadKey, deadSeq, ENTRIES, readChunk, rowKey, rowText } from './row';

export type Level = ClassicLevel<string, string>;
export type LevelBatch = ReturnType<Level['batch']>;

/** Rows read first, then twice as many, up to `CHUNK`: before the code is compiled, 1,000 take some 30 ms. */
const FIRST_CHUNK = 125;

/**
 * How a node's entries lie in LevelDB: one in a row, or, if many neighbours are written at once, together in one row (a
 * block), which costs a tenth of the processor time. A dropped entry of a block is marked as dead; the live entries of
 * a mostly dead block are rewritten, so a disk holds at most twice what it should.
 */
export class EntryRows {
  readonly #blocks = new Blocks();
  /** Whether all blocks on the disk are known: what is read later may be older than what was written since. */
  #isRead = false;

  constructor(readonly db: Level) {}

  put(batch: LevelBatch, entries: readonly Numbered[]): void {
    for (const run of runsOf(entries)) {
      const first = (run[0] as Numbered).seq;
      if (run.length < LEAST) {
        for (const entry of run) batch.put(rowKey(entry.seq), rowText(entry));
      } else {
        batch.put(blockKey(first), blockText(first, run));
        this.#blocks.add(first, run.length);
      }
    }
  }

  /** Returns those that will be dead in blocks once the batch is written. */
  drop(batch: LevelBatch, seqs: readonly number[]): number[] {
    const dead: number[] = [];
    for (const seq of seqs) {
      if (this.#blocks.find(seq) === null) {
        batch.del(rowKey(seq));
      } else {
        batch.put(deadKey(seq), '');
        dead.push(seq);
      }
    }
    return dead;
  }

  /** Call right before a batch is written: a block tidied since may have left an entry in a row of its own. */
  bury(batch: LevelBatch, dead: readonly number[]): void {
    for (const seq of dead) if (this.#blocks.find(seq) === null) batch.del(rowKey(seq)).del(deadKey(seq));
  }

  /** Call after a batch was written. */
  buried(dead: readonly number[]): void {
    for (const seq of dead) this.#blocks.died(seq);
  }

  /**
   * Rewrites the live entries of mostly dead blocks. More than half of such a block is dead, so tidying twice as many
   * entries as were dropped keeps pace with any flow of writes. Call while nothing else is written; the next write
   * relies on it.
   * @param dropped how many entries of blocks the last write dropped
   */
  async tidy(dropped: number): Promise<void> {
    const worn = this.#blocks.worn(2 * dropped);
    if (worn.length === 0) return;
    const batch = this.db.batch();
    for (const block of worn) await this.#rewrite(batch, block);
    await batch.write({ sync: true });
  }

  async #rewrite(batch: LevelBatch, block: Block): Promise<void> {
    const { first, size } = block;
    const dead = await this.#deadAmong(first, first + size - 1);
    const text = dead.size < size ? await this.db.get(blockKey(first)) : undefined;
    batch.del(blockKey(first));
    for (const seq of dead) batch.del(deadKey(seq));
    this.#blocks.remove(block);
    if (text === undefined) return;
    const live = readBlock(first, text).filter(({ seq }) => !dead.has(seq));
    this.put(batch, live);
  }

  /** As `Disk.entries`. @throws Damaged; what LevelDB throws */
  async *read(): AsyncGenerator<readonly Numbered[]> {
    const snapshot = this.db.snapshot();
    const rows = this.db.iterator({ ...ENTRIES, snapshot });
    let [head, sinceTurn] = [-1, 0];
    try {
      const marked = await this.db.keys({ ...DEAD, limit: 1, snapshot }).all();
      let size = FIRST_CHUNK;
      let next = rows.nextv(size);
      for (let chunk = await next; chunk.length > 0; chunk = await next) {
        // LevelDB reads on a thread of its own while this one takes in the previous chunk.
        size = Math.min(CHUNK, 2 * size);
        next = rows.nextv(size);
        // An error is thrown where it is awaited; a reader that stops before that does not care.
        next.catch(() => {});
        for (const { entries, isBlock } of readChunk(chunk, true)) {
          const [first, last] = [(entries[0] as Numbered).seq, (entries.at(-1) as Numbered).seq];
          const dead = marked.length > 0 ? await this.#deadAmong(first, last, snapshot) : NONE;
          if (isBlock && !this.#isRead) this.#blocks.add(first, entries.length, dead.size);
          // What was written again after a failure may be in two blocks.
          const isWhole = first > head && dead.size === 0;
          yield isWhole ? entries : entries.filter(({ seq }) => seq > head && !dead.has(seq));
          head = Math.max(head, last);
          sinceTurn += entries.length;
          if (sinceTurn < MAX_ENTRIES) continue;
          sinceTurn = 0;
          await turn();
        }
        if (size < CHUNK) await turn();
      }
      this.#isRead = true;
    } finally {
      await rows.close();
      await snapshot.close();
    }
  }

  /** Nothing is known of what the disk holds until it is read. */
  forget(): void {
    this.#blocks.clear();
    this.#isRead = false;
  }

  async #deadAmong(first: number, last: number, snapshot?: ReturnType<Level['snapshot']>): Promise<Set<number>> {
    const range = { gte: deadKey(first), lte: deadKey(last), ...(snapshot && { snapshot }) };
    return new Set((await this.db.keys(range).all()).map(deadSeq));
  }
}

const NONE: ReadonlySet<number> = new Set();
