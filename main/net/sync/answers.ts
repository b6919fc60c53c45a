import type { Database } from '../../store/database';
import type { Outgoing } from '../protocol';
import { type Compare, differingChildren, type List, lacking } from './comparison';
import { type Fetcher, REST_MS } from './fetcher';
import type { Outbox } from './outbox';

const NEVER = Number.NEGATIVE_INFINITY;

export interface AnswersHost {
  readonly database: Database;
  readonly fetcher: Fetcher;
  readonly outbox: Outbox;
  readonly now: () => number;
  say(message: Outgoing): void;
}

/** Answers a peer that compares its database with this one; what it then lacks goes to it before all else. */
export class Answers {
  /** When the peer last asked. */
  #askedAt = NEVER;

  constructor(readonly host: AnswersHost) {}

  /** Whether the peer may have more questions. */
  get isUnderWay(): boolean {
    return this.#askedAt !== NEVER;
  }

  /** Whether the peer asked a moment ago. */
  isRecent(now: number): boolean {
    return Math.abs(now - this.#askedAt) < REST_MS;
  }

  /** The peer has no more questions. */
  end(): void {
    if (!this.isUnderWay) return;
    this.#askedAt = NEVER;
    this.host.fetcher.keepTurn();
  }

  compare(message: Compare): void {
    const { database, fetcher, outbox, now, say } = this.host;
    const { question } = message;
    if (!fetcher.givesWay()) return say({ type: 'differ', question, children: null });
    this.#askedAt = now();
    if (!outbox.wasAsked) outbox.open(database.feed.head);
    say({ type: 'differ', question, children: differingChildren(database.digests, message) });
  }

  list(message: List): void {
    const { database, fetcher, outbox, now, say } = this.host;
    this.#askedAt = now();
    fetcher.takeTurn();
    const { there, here } = lacking(database.digests, message);
    outbox.add(there);
    say({ type: 'lack', question: message.question, entries: here });
  }
}
