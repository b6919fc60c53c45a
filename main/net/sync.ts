import { ClockWrong, type Database } from '../store/database';
import type { Entry } from '../store/entry';
import { isBy, type NodeId } from '../store/stamp';
import { Agreement } from './agreement';
import { type Compare, differingChildren, type List, lacking } from './comparison';
import { Heartbeat } from './heartbeat';
import { Inquiry } from './inquiry';
import type { Neighbours } from './neighbours';
import { Outbox } from './outbox';
import type { Message, Outgoing } from './protocol';
import type { Turn } from './turn';

/** How long a database rests before its difference from another is no longer a change that is under way. */
const REST_MS = 1_000;
/** How often two databases that never rest are compared, and a peer that was refused is read again. */
const REPAIR_MS = 10_000;
/** Who answers a ping, and in all this time nothing that was asked before it, has lost a message: they come in order. */
const STALLED_MS = 15_000;
/** A node that holds so many times fewer entries reads all instead of comparing. */
const FEWER = 8;
const NEVER = Number.NEGATIVE_INFINITY;

export interface SyncHost {
  readonly database: Database;
  readonly neighbours: Neighbours;
  readonly turn: Turn;
  readonly now: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Merges entries of a peer and keeps them. @throws ClockWrong */
  apply(entries: readonly Entry[], from: NodeId): void;
  /** Runs it when the event loop has turned. */
  later(run: () => void): void;
  /** Entries came from a node which its other peers have from itself. @param headBefore the feed's, before they came */
  spread(from: NodeId, headBefore: number): void;
}

/** The other side, as its card tells. */
export interface SyncPeer {
  readonly id: NodeId;
  /** How many versions it holds. */
  readonly entries: number;
}

export interface SyncStatus {
  inSync: boolean;
  /** Entries still to come and to go, and the most that were since the two were last in sync. */
  toReceive: number;
  toSend: number;
  total: number;
  /** The peer's fingerprint, as it last told. */
  theirs: string | null;
  /** Round trip, ms. */
  latency: number | null;
  /** How far the peer's clock is ahead of ours, ms. */
  skew: number | null;
  /** How far ahead of our clock the entries are that we had to refuse, ms; negative where the peer refused ours. */
  clockWrong: number | null;
}

export type SyncMessage = Exclude<Message, { type: 'peers' | 'name' | 'links' | 'bye' }>;

/**
 * One side of the talk that keeps two databases equal: each follows the other's change feed; what was missed before is
 * read from the feed, or found by comparing digests. Sans-IO: messages, ticks and 'the store changed' come in, messages
 * go out through `send`. It must never call the databases in sync while their fingerprints differ.
 */
export class Sync {
  readonly #outbox: Outbox;
  readonly #heartbeat: Heartbeat;
  readonly #agreement: Agreement;
  readonly #inquiry: Inquiry;
  /** Whether the peer's feed was read from the cursor on without a gap. */
  #follows = false;
  /** Whether entries that this side asked for are still to come; it holds the turn so long. */
  #fetches = false;
  /** When the peer last asked a question. */
  #answeredAt = NEVER;
  /** Whether the two have not been compared, nor been equal, since the link came up. */
  #behind = true;
  /** Whether a batch was refused: those under way behind it are not taken, lest it be read past. */
  #refusing = false;
  #left = 0;
  #total = 0;
  #clockWrong: number | null = null;
  #nextTry: number;
  #nextRepair: number;
  /** When something that was waited for last came. */
  #progressAt: number;
  #patience = REST_MS;

  constructor(
    readonly host: SyncHost,
    readonly peer: SyncPeer,
    /** Number of the peer's feed up to which this node has read it; null where that is not known. */
    public cursor: number | null,
    readonly send: (message: Outgoing) => void,
    /** Ends the link, so that a new one starts afresh. */
    readonly giveUp: () => void,
  ) {
    const now = host.now();
    this.#progressAt = now;
    this.#outbox = new Outbox(host.database, host.neighbours, peer.id, (message) => this.#say(message));
    this.#agreement = new Agreement(host.database);
    this.#inquiry = new Inquiry(host.database.digests, host.now, host.random);
    this.#heartbeat = new Heartbeat(host.now, (sent) => this.#say({ type: 'ping', sent, ...this.#state }));
    this.#nextRepair = now + REPAIR_MS;
    // Both could begin to compare; the lower id is first.
    this.#nextTry = this.#isFirst ? now : now + REST_MS / 2;
  }

  start(): void {
    const from = this.#readableFrom;
    this.#read(from !== null && this.#takeTurn() ? from : null);
    this.tick();
  }

  /** The network may have gone from under the link: unless the peer is heard of soon, the link is given up. */
  probe(): void {
    this.#heartbeat.probe();
  }

  /** As `Heartbeat.ping`. */
  ping(): number {
    return this.#heartbeat.ping();
  }

  /** As `Heartbeat.hasAnswered`. */
  hasAnswered(sent: number): boolean {
    return this.#heartbeat.hasAnswered(sent);
  }

  /** Whether anything is to come from the peer. */
  get isDue(): boolean {
    return this.#heartbeat.isDue || this.#waits || this.#inquiry.isUnderWay;
  }

  receive(message: SyncMessage): void {
    this.#heartbeat.heard();
    switch (message.type) {
      case 'read':
        return this.#onRead(message.since, message.fingerprint);
      case 'changes':
        return this.#onChanges(message);
      case 'applied':
        this.#hear(message);
        this.#progressAt = this.host.now();
        return this.#outbox.taken(message.taken);
      case 'refused':
        this.#outbox.shut();
        this.#clockWrong = -message.ahead;
        return this.#endInquiry(REPAIR_MS);
      case 'ping':
        this.#hear(message);
        return this.#say({ type: 'pong', sent: message.sent, now: this.host.now(), ...this.#state });
      case 'pong':
        this.#hear(message);
        return this.#heartbeat.answered(message.sent, message.now);
      case 'settled':
        this.#hear(message);
        return this.#endAnswers();
      case 'compare':
        return this.#onCompare(message);
      case 'list':
        return this.#onList(message);
      case 'relay':
        this.#outbox.relays = message.wanted;
        return;
      case 'differ':
        return this.#onDiffer(message.question, message.children);
      case 'lack':
        return this.#onLack(message.question, message.entries);
    }
  }

  /** Whether nothing that was sent waits for its acknowledgement. */
  get isQuiet(): boolean {
    return this.#outbox.isQuiet;
  }

  /** Entries came that the peer has from where they came from. @param headBefore the feed's, before they came */
  skip(headBefore: number): void {
    this.#outbox.skip(headBefore);
  }

  /** The peer is to hand on again what others wrote. */
  relayAgain(): void {
    this.#say({ type: 'relay', wanted: true });
  }

  /** Sends what the peer lacks, as far as the window allows. Call when the store has changed. */
  pump(): void {
    this.#outbox.pump();
  }

  /** Call about ten times a second. @param isSuspect as for `Heartbeat.tick` */
  tick(isSuspect = false): void {
    const now = this.host.now();
    // A wall clock that is set back must not stop all this until it is as late again.
    this.#nextRepair = Math.min(this.#nextRepair, now + 1.5 * REPAIR_MS);
    this.#nextTry = Math.min(this.#nextTry, now + 1.5 * REPAIR_MS);
    if (this.#agreement.tick(now)) this.#say({ type: 'settled', ...this.#state });
    this.#heartbeat.tick(isSuspect);
    if (this.#inSync) this.#nextRepair = now + this.#jittered(REPAIR_MS);
    if (this.#inquiry.isUnanswered) this.#endInquiry(REST_MS);
    if (!this.#waits || now < this.#progressAt) this.#progressAt = now;
    const hasAnswered = this.#heartbeat.hasAnswered(this.#progressAt + 1);
    const isStalled = now - this.#progressAt > STALLED_MS && hasAnswered;
    if (this.#heartbeat.isGone || isStalled) return this.giveUp();
    this.#catchUp(now);
  }

  /** The link is gone. */
  stop(): void {
    this.host.turn.release(this);
  }

  status(): SyncStatus {
    const inSync = this.#inSync;
    const toSend = this.#outbox.left;
    this.#total = inSync ? 0 : Math.max(this.#total, this.#left + toSend);
    return {
      inSync,
      toReceive: inSync ? 0 : this.#left,
      toSend: inSync ? 0 : toSend,
      total: this.#total,
      theirs: this.#agreement.theirs,
      latency: this.#heartbeat.latency,
      skew: this.#heartbeat.skew,
      clockWrong: inSync ? null : this.#clockWrong,
    };
  }

  get #inSync(): boolean {
    return this.#agreement.isReached;
  }

  get #state(): { upTo: number; fingerprint: string } {
    return { upTo: this.#outbox.upTo, fingerprint: this.#agreement.ours };
  }

  /** Whether something that was asked for, or an acknowledgement, is still to come. */
  get #waits(): boolean {
    return this.#fetches || this.#left > 0 || (this.#outbox.isOpen && !this.#outbox.isIdle);
  }

  /** Whether the peer takes nothing of this side's until it reads again. */
  get #isRefused(): boolean {
    return !this.#outbox.isOpen && this.#clockWrong !== null && this.#clockWrong < 0;
  }

  /** Whether what comes from the peer is what this side lacked, not what is new. */
  get #isCatchingUp(): boolean {
    return this.#fetches || this.#inquiry.isUnderWay || this.#answeredAt !== NEVER;
  }

  get #isFirst(): boolean {
    return this.host.database.clock.node < this.peer.id;
  }

  /** From where reading the feed gives what this side lacks at less cost than comparing. */
  get #readableFrom(): number | null {
    if (this.cursor !== null) return this.cursor;
    return this.host.database.feed.size * FEWER <= this.peer.entries ? 0 : null;
  }

  #say(message: Outgoing): void {
    if ('fingerprint' in message) this.#agreement.said(message.fingerprint);
    this.send(message);
  }

  #takeTurn(): boolean {
    return this.host.turn.take(this, this.host.now());
  }

  #keepTurnWhileFetching(): void {
    this.#fetches = this.#left > 0;
    if (this.#fetches) this.#takeTurn();
    else this.host.turn.release(this);
  }

  #read(since: number | null): void {
    this.#refusing = false;
    this.#follows = since !== null;
    this.#fetches = since !== null;
    this.#say({ type: 'read', since, fingerprint: this.#agreement.ours });
  }

  /** Begins to fetch what this side lacks, where nothing that is under way may bring it. */
  #catchUp(now: number): void {
    const isIdle = this.#left === 0 && !this.#fetches && !this.#inquiry.isUnderWay;
    if (!isIdle || now < this.#nextTry) return;
    if (this.#refusing) {
      this.#nextTry = now + this.#jittered(REPAIR_MS);
      return this.#read(this.cursor ?? 0);
    }
    const patience = this.#isFirst ? this.#patience : this.#patience * 1.5;
    const isDue = this.#behind || this.#agreement.restedFor(now) >= patience || now >= this.#nextRepair;
    const isAsked = Math.abs(now - this.#answeredAt) < REST_MS;
    // Who was refused may still fetch: only what it has to tell waits for the clocks to be right.
    const mayAsk = (this.#outbox.isOpen && this.#outbox.isIdle) || this.#isRefused;
    if (this.#inSync || !isDue || isAsked || !mayAsk || !this.#takeTurn()) return;
    this.#nextRepair = now + this.#jittered(REPAIR_MS);
    const from = this.#follows ? null : this.#readableFrom;
    if (from !== null) return this.#read(from);
    this.#inquiry.begin();
    this.#ask();
  }

  #jittered(ms: number): number {
    return ms * (0.5 + this.host.random());
  }

  /** What every message tells of its sender. */
  #hear({ upTo, fingerprint }: { upTo: number; fingerprint: string }): void {
    this.#agreement.heard(fingerprint);
    if (this.#inSync) {
      this.#behind = false;
      this.#patience = REST_MS;
      this.#follows ||= upTo > 0;
      // Two that hold nothing have read each other to the end: what either sets while they are apart need not be compared.
      if (this.host.database.feed.size === 0) this.cursor ??= 0;
    }
    if (this.#follows && upTo > 0 && (!this.#refusing || this.#inSync)) this.cursor = upTo;
  }

  #onRead(since: number | null, fingerprint: string): void {
    this.#agreement.heard(fingerprint);
    this.#outbox.open(since === null || this.#inSync ? this.host.database.feed.head : since);
    this.#catchUp(this.host.now());
  }

  #onChanges({ entries, upTo, left, fingerprint }: Extract<Message, { type: 'changes' }>): void {
    if (this.#refusing) return;
    const { head } = this.host.database.feed;
    try {
      this.host.apply(entries, this.peer.id);
    } catch (error) {
      if (!(error instanceof ClockWrong)) throw error;
      return this.#refuse(error.ahead);
    }
    if (entries.length > 0) this.#clockWrong = null;
    this.#progressAt = this.host.now();
    this.#spread(entries, head);
    this.#left = left;
    this.#hear({ upTo, fingerprint });
    if (this.#fetches) this.#keepTurnWhileFetching();
    // In a turn of its own: an answer from within the reading of a socket lets its sender refill the same read for long.
    this.host.later(() => this.#say({ type: 'applied', taken: upTo, ...this.#state }));
  }

  /** Entries came: who is linked to the peer fetches by himself what is fetched, and is told by the peer what that wrote. */
  #spread(entries: readonly Entry[], headBefore: number): void {
    this.#outbox.skip(headBefore);
    const handsOn = entries.some(({ stamp }) => !isBy(stamp.node, this.peer.id));
    const isNew = this.host.database.feed.head > headBefore;
    if (this.#isCatchingUp || !handsOn) this.host.spread(this.peer.id, headBefore);
    if (!handsOn) return;
    if (isNew && this.host.neighbours.need(this.peer.id)) this.relayAgain();
    if (!isNew && !this.#isCatchingUp && this.host.neighbours.spare(this.peer.id)) {
      this.#say({ type: 'relay', wanted: false });
    }
  }

  #refuse(ahead: number): void {
    this.#clockWrong = ahead;
    this.#refusing = true;
    // Nothing more comes until this side reads again; what it has for the peer a comparison may still find.
    this.#left = 0;
    if (!this.#inquiry.isUnderWay) this.#endInquiry(0);
    this.#say({ type: 'refused', ahead });
  }

  #ask(): void {
    const question = this.#inSync ? null : this.#inquiry.next();
    if (question !== null) {
      this.#takeTurn();
      return this.#say(question);
    }
    this.#behind = false;
    this.#patience = Math.min(2 * this.#patience, REPAIR_MS);
    this.#endInquiry(0);
    this.#say({ type: 'settled', ...this.#state });
  }

  /** @param pause ms until the next try */
  #endInquiry(pause: number): void {
    this.#inquiry.end();
    this.#nextTry = this.host.now() + (this.#refusing ? this.#jittered(REPAIR_MS) : pause);
    this.#keepTurnWhileFetching();
  }

  #onDiffer(question: number, children: string | null): void {
    if (!this.#inquiry.awaits(question)) return;
    if (children === null) return this.#endInquiry(this.#jittered(REST_MS / 4));
    this.#inquiry.differ(children);
    this.#ask();
  }

  #onLack(question: number, entries: string): void {
    if (!this.#inquiry.awaits(question)) return;
    this.#outbox.add(this.#inquiry.lack(entries));
    this.#ask();
  }

  /** The peer has no more questions. */
  #endAnswers(): void {
    if (this.#answeredAt === NEVER) return;
    this.#answeredAt = NEVER;
    this.#keepTurnWhileFetching();
  }

  #onCompare(message: Compare): void {
    const isBusy = (this.#inquiry.isUnderWay && this.#isFirst) || this.#fetches || !this.#takeTurn();
    if (isBusy) return this.#say({ type: 'differ', question: message.question, children: null });
    this.#inquiry.end();
    this.#answeredAt = this.host.now();
    if (!this.#outbox.isOpen && !this.#isRefused) this.#outbox.open(this.host.database.feed.head);
    const children = differingChildren(this.host.database.digests, message);
    this.#say({ type: 'differ', question: message.question, children });
  }

  #onList(message: List): void {
    this.#answeredAt = this.host.now();
    this.#takeTurn();
    const { there, here } = lacking(this.host.database.digests, message);
    this.#outbox.add(there);
    this.#say({ type: 'lack', question: message.question, entries: here });
  }
}
