import type { TestContext } from 'node:test';
import type { Batch } from '../../main/disk/disk';
import type { Node } from '../../main/node/node';
import type { Numbered } from '../../main/store/contents';
import { Refused } from '../../main/store/refusal';
import { LastingDisk, openNode } from './nodes';

const CHUNK = 300;

/**
 * A disk in memory that takes nothing while it fails, and then as LevelDB does: nothing until it was opened again, and
 * of the writes that failed it may have some.
 */
export class FailingDisk extends LastingDisk {
  fails = false;
  /** Whether a write that fails is on the disk all the same. */
  keepsFailed = false;
  reopened = 0;
  #broken = false;
  #held: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();

  /** Writes that begin from now on are under way until the function is called that this returns. */
  hold(): () => void {
    let release = (): void => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** In chunks, between which others have their turn; the first is empty, as of a block whose entries were all dropped. */
  override async *entries(): AsyncGenerator<readonly Numbered[]> {
    yield [];
    for await (const all of super.entries()) {
      for (let at = 0; at < all.length; at += CHUNK) {
        yield all.slice(at, at + CHUNK);
        await new Promise(setImmediate);
      }
    }
  }

  override write(batch: Batch): Promise<void> {
    const copy = { put: batch.put.map((entry) => ({ ...entry })), drop: [...batch.drop] };
    const done = this.#last.then(() => this.#writeLater(copy));
    this.#last = done.catch(() => {});
    return done;
  }

  override async writeNote(name: string, value: unknown): Promise<void> {
    this.#check();
    await super.writeNote(name, value);
  }

  override async reopen(): Promise<void> {
    this.reopened += 1;
    this.#broken = false;
    this.#check();
  }

  override async close(): Promise<void> {
    await this.#last;
  }

  async #writeLater(batch: Batch): Promise<void> {
    await this.#held;
    await new Promise(setImmediate);
    if (this.keepsFailed || !this.#isBroken()) await super.write(batch);
    this.#check();
  }

  #isBroken(): boolean {
    this.#broken ||= this.fails;
    return this.#broken;
  }

  #check(): void {
    if (this.#isBroken()) throw new Refused('disk', 'no space', { cause: new Error('ENOSPC') });
  }
}

/** A node on such a disk, closed when the test ends. */
export async function nodeWithFailingDisk(test: TestContext): Promise<{ node: Node; disk: FailingDisk }> {
  const disk = new FailingDisk();
  return { node: await openNode(test, { disk }), disk };
}
