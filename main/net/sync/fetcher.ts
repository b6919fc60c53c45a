import type { Database } from '../../store/database';
import type { Outline } from '../../store/record';
import type { NodeId } from '../../store/stamp';
import type { Outgoing } from '../protocol';
import type { Agreement } from './agreement';
import { Inquiry } from './inquiry';
import type { Turn } from './turn';

/** How long a database rests before its difference from another is no longer a change that is under way. */
export const REST_MS = 1_000;
/** How often two databases are compared that never rest. */
const REPAIR_MS = 10_000;
/** How seldom in the end where one side refuses what the other holds: each comparison finds all of it again. */
const REFUSED_MS = 120_000;
/** Questions in a row that were lost, after which the link is: one may go with what a node under load forgot. */
const MAX_UNANSWERED = 4;
/** A node that holds so many times fewer entries reads all instead of comparing. */
const FEWER = 8;

/** The other side, as its card tells. */
export interface SyncPeer {
  readonly id: NodeId;
  /** How many versions it holds. */
  readonly entries: number;
}

export interface FetcherHost {
  readonly database: Database;
  readonly turn: Turn;
  readonly agreement: Agreement;
  readonly now: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  say(message: Outgoing): void;
  /** As `Heartbeat.hasAnswered`. */
  hasAnswered(sent: number): boolean;
  /** Says that this side rests, and at what. */
  settle(): void;
  /** Puts what the peer lacks before all else that it is told. */
  tell(lacking: readonly Outline[]): void;
}

/**
 * Gets what this side lacks of a peer: reads the peer's feed from where it left off, and where that is not known, or
 * did not suffice, compares digests. It must not begin to, while what is under way may bring it.
 */
export class Fetcher {
  readonly #inquiry: Inquiry;
  /** Whether the peer's feed was read from the cursor on without a gap. */
  #follows = false;
  /** Whether entries that this side asked for are still to come; until then it holds the turn. */
  #fetches = false;
  /** When they were asked for, or last came. */
  #movedAt = Number.NEGATIVE_INFINITY;
  /** Whether an entry was refused: the cursor stays before it until the two are equal. */
  #hasRefused = false;
  /** When the first of the entries that were refused is taken, ms since 1970. */
  #due = Number.POSITIVE_INFINITY;
  /** Whether the two have not been compared, nor been equal, since the link came up. */
  #behind = true;
  #left = 0;
  /** Questions since the last one that was answered. */
  #unanswered = 0;
  #nextTry: number;
  #nextRepair: number;
  #patience = REST_MS;
  #mostPatience = REPAIR_MS;

  constructor(
    readonly host: FetcherHost,
    readonly peer: SyncPeer,
    /** Number of the peer's feed up to which this node has read it; null where that is not known. */
    public cursor: number | null,
  ) {
    const now = host.now();
    this.#inquiry = new Inquiry(host.database.digests, host.now, host.random);
    this.#nextRepair = now + REPAIR_MS;
    // Both could begin to compare; the lower id is first.
    this.#nextTry = this.#isFirst ? now : now + REST_MS / 2;
  }

  start(): void {
    const from = this.#readableFrom;
    this.#read(from !== null && this.takeTurn() ? from : null);
  }

  /** The link is gone. */
  stop(): void {
    this.host.turn.release(this);
  }

  /** Whether what comes is what this side asked for, not what is new. */
  get isUnderWay(): boolean {
    return this.#fetches || this.#inquiry.isUnderWay;
  }

  /** Whether entries are still to come. */
  get waits(): boolean {
    return this.#fetches || this.#left > 0;
  }

  /** Entries still to come, as the peer told. */
  get left(): number {
    return this.#left;
  }

  /** Call about ten times a second. @param isSuspect whether the link may be gone */
  tick(now: number, isSuspect: boolean): void {
    // A large message takes its time on a slow link. Were it not on its way, a later ping would have been answered.
    if (this.#fetches && !isSuspect && !this.host.hasAnswered(this.#movedAt + 1)) this.host.turn.extend(this, now);
    // A wall clock that is set back must not stop all this until it is as late again.
    this.#nextRepair = Math.min(this.#nextRepair, now + 1.5 * REPAIR_MS);
    this.#nextTry = Math.min(this.#nextTry, now + this.#patience);
    // Entries that come due one after the other are not worth a comparison each.
    if (now >= this.#due && Math.abs(now - this.#inquiry.askedAt) > REPAIR_MS) this.#hurry(now);
    if (this.#inSync) this.#nextRepair = now + this.#jittered(REPAIR_MS);
    if (!this.#inquiry.isUnanswered) return;
    // Answers come before the pong to a later ping: else it may still be on its way.
    if (this.host.hasAnswered(this.#inquiry.askedAt + 1)) this.#unanswered += 1;
    this.#pause(REST_MS);
  }

  /** Whether the peer has left one question after the other without an answer, for some 15 s. */
  get isIgnored(): boolean {
    return this.#unanswered >= MAX_UNANSWERED;
  }

  /**
   * Begins to fetch what this side lacks if nothing under way may bring it; or if something has been under way all the
   * time, as two nodes that write without rest would otherwise never compare.
   * @param wasAsked whether the peer has asked for what this side has
   * @param isIdle whether it has taken all, and asks nothing
   */
  catchUp(now: number, wasAsked: boolean, isIdle: boolean): void {
    const isOverdue = now >= this.#nextRepair;
    if (this.isUnderWay || (this.waits && !isOverdue) || now < this.#nextTry) return;
    const patience = this.#isFirst ? this.#patience : this.#patience * 1.5;
    const isDue = isIdle && (this.#behind || this.host.agreement.restedFor(now) >= patience);
    if (this.#inSync || !wasAsked || !(isDue || isOverdue) || !this.takeTurn()) return;
    this.#nextRepair = now + this.#jittered(REPAIR_MS);
    const from = this.#follows ? null : this.#readableFrom;
    if (from !== null) return this.#read(from);
    this.#inquiry.begin();
    this.#ask();
  }

  /** A message came, and with it the peer's fingerprint and up to where this side was told the peer's feed. */
  heard(upTo: number): void {
    if (this.#inSync) {
      this.#behind = false;
      this.#hasRefused = false;
      this.#due = Number.POSITIVE_INFINITY;
      this.#patience = REST_MS;
      this.#mostPatience = REPAIR_MS;
      this.#follows ||= upTo > 0;
      // Two that hold nothing have read each other to the end: what either sets while they are apart need not be
      // compared.
      if (this.host.database.feed.size === 0) this.cursor ??= 0;
    }
    if (this.#follows && upTo > 0 && !this.#hasRefused) this.cursor = upTo;
  }

  /**
   * Entries came, and so many more are left. @param isNew whether any was lacking here: only then others are to wait on
   */
  came(left: number, isNew: boolean): void {
    this.#left = left;
    if (!this.#fetches || (!isNew && left > 0)) return;
    this.#movedAt = this.host.now();
    this.keepTurn();
  }

  /** An entry that came is refused. @param due when it is taken, ms since 1970 */
  refuse(due: number): void {
    this.#hasRefused = true;
    this.#due = Math.min(this.#due, due);
    this.#mostPatience = REFUSED_MS;
  }

  /** The peer refused an entry. */
  wasRefused(): void {
    this.#mostPatience = REFUSED_MS;
  }

  /** What the two refused of each other may have another time now: they rest before a comparison as others do. */
  restamped(): void {
    this.#patience = REST_MS;
    this.#mostPatience = REPAIR_MS;
    this.#nextTry = this.host.now();
  }

  /** Whether the peer may ask its questions now; this side asks none then. */
  givesWay(): boolean {
    if ((this.#inquiry.isUnderWay && this.#isFirst) || this.#fetches || !this.takeTurn()) return false;
    this.#inquiry.end();
    return true;
  }

  /** An answer to `compare`; `null` where the peer is busy. */
  differ(question: number, children: string | null): void {
    if (!this.#inquiry.awaits(question)) return;
    this.#unanswered = 0;
    if (children === null) return this.#pause(this.#jittered(REST_MS / 4));
    this.#inquiry.differ(children);
    this.#ask();
  }

  /** An answer to `list`. */
  lack(question: number, entries: string): void {
    if (!this.#inquiry.awaits(question)) return;
    this.#unanswered = 0;
    this.host.tell(this.#inquiry.lack(entries));
    this.#ask();
  }

  takeTurn(): boolean {
    return this.host.turn.take(this, this.host.now());
  }

  /** Keeps the turn where this side fetches, and else lets others have it. */
  keepTurn(): void {
    this.#fetches = this.#left > 0;
    if (this.#fetches) this.takeTurn();
    else this.stop();
  }

  get #inSync(): boolean {
    return this.host.agreement.isReached;
  }

  get #isFirst(): boolean {
    return this.host.database.clock.node < this.peer.id;
  }

  /** From where reading the feed gives what this side lacks at less cost than comparing. */
  get #readableFrom(): number | null {
    if (this.cursor !== null) return this.cursor;
    return this.host.database.feed.size * FEWER <= this.peer.entries ? 0 : null;
  }

  #read(since: number | null): void {
    this.#follows = since !== null;
    this.#fetches = since !== null;
    this.#movedAt = this.host.now();
    this.host.say({ type: 'read', since, fingerprint: this.host.agreement.ours });
  }

  #ask(): void {
    const question = this.#inSync ? null : this.#inquiry.next();
    if (question !== null) {
      this.takeTurn();
      return this.host.say(question);
    }
    this.#behind = false;
    this.#patience = Math.min(2 * this.#patience, this.#mostPatience);
    // A difference that a comparison does not end, as one side refuses what the other holds, ends no sooner by the next.
    this.#pause(this.#patience);
    this.host.settle();
  }

  /** The time of what was refused has come, or the clock was set right. */
  #hurry(now: number): void {
    this.#due = Number.POSITIVE_INFINITY;
    this.#nextTry = now;
    this.#nextRepair = now;
  }

  /** Asks no more. @param ms until the next try */
  #pause(ms: number): void {
    this.#inquiry.end();
    this.#nextTry = this.host.now() + ms;
    this.keepTurn();
  }

  #jittered(ms: number): number {
    return ms * (0.5 + this.host.random());
  }
}
