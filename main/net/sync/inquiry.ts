import type { DigestTree, Listed } from '../../store/digest-tree';
import { type Compare, Comparison, type List } from './comparison';

/** An answer takes a round trip: where it does not come, the peer sleeps, or lost the question with its link. */
const ANSWER_MS = 3_000;

/** This side's questions about what differs, one at a time, each with a number: an answer to another one is none. */
export class Inquiry {
  #comparison: Comparison | null = null;
  #question = 0;
  /** When the last question was asked. */
  askedAt = 0;

  constructor(
    readonly tree: DigestTree,
    readonly now: () => number,
    /** 0 to 1. */
    readonly random: () => number,
  ) {}

  get isUnderWay(): boolean {
    return this.#comparison !== null;
  }

  get isUnanswered(): boolean {
    return this.isUnderWay && Math.abs(this.now() - this.askedAt) > ANSWER_MS;
  }

  begin(): void {
    this.#comparison = new Comparison(this.tree, this.random());
  }

  end(): void {
    this.#comparison = null;
  }

  /** The next question; `null` where all is compared. */
  next(): Compare | List | null {
    this.#question += 1;
    this.askedAt = this.now();
    return this.#comparison?.next(this.#question) ?? null;
  }

  /** Whether an answer is to the question that was asked last. */
  awaits(question: number): boolean {
    return this.isUnderWay && question === this.#question;
  }

  differ(children: string): void {
    this.#comparison?.differ(children);
  }

  /** Returns the entries that the peer lacks. */
  lack(entries: string): Listed[] {
    return this.#comparison?.lack(entries) ?? [];
  }
}
