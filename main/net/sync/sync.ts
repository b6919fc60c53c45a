import { MAX_AHEAD_MS } from '../../store/clock';
import { ClockWrong, type Database } from '../../store/database';
import type { Entry } from '../../store/entry';
import { isBy, type NodeId } from '../../store/stamp';
import type { Message, Outgoing } from '../protocol';
import { Agreement } from './agreement';
import { Answers } from './answers';
import type { Compare } from './comparison';
import { Fetcher, type SyncPeer } from './fetcher';
import { Heartbeat } from './heartbeat';
import type { Neighbours } from './neighbours';
import { Outbox } from './outbox';
import type { Turn } from './turn';

/** A peer that answers a ping, but for so long nothing asked before it, has lost a message: they come in order. */
const STALLED_MS = 15_000;
/** Comparisons, some 2 min apart, find what is still ahead, and it is refused again: after so long, nothing is. */
const WRONG_MS = 5 * 60_000;
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
  readonly #agreement: Agreement;
  readonly #outbox: Outbox;
  readonly #fetcher: Fetcher;
  readonly #answers: Answers;
  readonly #heartbeat: Heartbeat;
  #total = 0;
  #clockWrong: number | null = null;
  /** When either side last refused an entry. */
  #refusedAt = NEVER;
  /**
   * The tick since which nothing came of what is waited for; `Infinity` until the next one finds something to wait for.
   */
  #waitsSince = Number.POSITIVE_INFINITY;

  constructor(
    readonly host: SyncHost,
    readonly peer: SyncPeer,
    /** As `Fetcher.cursor`. */
    cursor: number | null,
    readonly send: (message: Outgoing) => void,
    /** Ends the link, so that a new one starts afresh. */
    readonly giveUp: () => void,
  ) {
    const { database, neighbours, turn, now, random } = host;
    const say = (message: Outgoing): void => this.#say(message);
    const links = (): number => neighbours.count;
    const agreement = new Agreement(database, links);
    this.#agreement = agreement;
    this.#outbox = new Outbox(database, neighbours, peer.id, say);
    this.#fetcher = new Fetcher(
      {
        ...{ database, turn, agreement, now, random, say },
        hasAnswered: (sent) => this.#heartbeat.hasAnswered(sent),
        settle: () => this.#settle(),
        tell: (lacking) => this.#outbox.add(lacking),
      },
      peer,
      cursor,
    );
    this.#answers = new Answers({ database, fetcher: this.#fetcher, outbox: this.#outbox, now, say });
    const ping = (sent: number): void => this.#say({ type: 'ping', sent, ...this.#state });
    this.#heartbeat = new Heartbeat(now, ping, links);
  }

  start(): void {
    this.#fetcher.start();
    this.tick();
  }

  /** The link is gone. */
  stop(): void {
    this.#fetcher.stop();
  }

  /** Whether both databases have the same fingerprint, as far as is known. */
  get isInSync(): boolean {
    return this.#agreement.isReached;
  }

  /** Number of the peer's feed up to which this node has read it; null where that is not known. */
  get cursor(): number | null {
    return this.#fetcher.cursor;
  }

  /** As `SyncStatus.skew`. */
  get skew(): number | null {
    return this.#heartbeat.skew;
  }

  /** The network may have gone from under the link: unless the peer is heard of soon, the link is given up. */
  probe(): void {
    this.#heartbeat.probe();
  }

  /** What this node held stamped ahead has the present time. */
  restamped(): void {
    this.#clockWrong = null;
    this.#fetcher.restamped();
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
    return this.#heartbeat.isDue || this.#waits || this.#fetcher.isUnderWay;
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
        this.#waitsSince = Number.POSITIVE_INFINITY;
        return this.#outbox.taken(message.taken);
      case 'refused':
        this.#wrong(-message.ahead);
        this.#fetcher.wasRefused();
        return message.latest === null ? this.#outbox.shut() : this.#outbox.limit(message.latest);
      case 'ping':
        this.#hear(message);
        // As `applied` is: a ping that is answered says that all before it was.
        return this.host.later(() =>
          this.#say({ type: 'pong', sent: message.sent, now: this.host.now(), ...this.#state }),
        );
      case 'pong':
        this.#hear(message);
        return this.#heartbeat.answered(message.sent, message.now);
      case 'settled':
        this.#hear(message);
        return this.#answers.end();
      case 'compare':
        this.#compares(message);
        return this.#answers.compare(message);
      case 'list':
        return this.#answers.list(message);
      case 'relay':
        return this.host.neighbours.asked(this.peer.id, message.wanted);
      case 'differ':
        return this.#fetcher.differ(message.question, message.children);
      case 'lack':
        return this.#fetcher.lack(message.question, message.entries);
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
    if (this.#agreement.tick(now)) this.#settle();
    // Who gave up a question, and is equal since by other means, never says that it has no more.
    if (this.#agreement.isReached) this.#answers.end();
    if (Math.abs(now - this.#refusedAt) > WRONG_MS || this.#agreement.isReached) this.#clockWrong = null;
    this.#heartbeat.tick(isSuspect);
    this.#fetcher.tick(now, isSuspect);
    // A clock that is set back begins anew.
    this.#waitsSince = this.#waits ? Math.min(this.#waitsSince, now) : Number.POSITIVE_INFINITY;
    const isStalled = now - this.#waitsSince > STALLED_MS && this.#heartbeat.hasAnswered(this.#waitsSince + 1);
    if (this.#heartbeat.isGone || isStalled || this.#fetcher.isIgnored) return this.giveUp();
    this.#catchUp(now);
  }

  status(): SyncStatus {
    const inSync = this.#agreement.isReached;
    const { left } = this.#fetcher;
    const toSend = this.#outbox.left;
    this.#total = inSync ? 0 : Math.max(this.#total, left + toSend);
    return {
      inSync,
      toReceive: inSync ? 0 : left,
      toSend: inSync ? 0 : toSend,
      total: this.#total,
      theirs: this.#agreement.theirs,
      latency: this.#heartbeat.latency,
      skew: this.#heartbeat.skew,
      clockWrong: inSync ? null : this.#clockWrong,
    };
  }

  /** What every message but questions and their answers tells of its sender. */
  get #state(): { upTo: number; fingerprint: string } {
    return { upTo: this.#outbox.upTo, fingerprint: this.#agreement.ours };
  }

  /** Whether something that was asked for, or an acknowledgement, is still to come. */
  get #waits(): boolean {
    return this.#fetcher.waits || (this.#outbox.isOpen && !this.#outbox.isIdle);
  }

  /** Whether what comes from the peer is what one of the two lacked, not what is new. */
  get #isCatchingUp(): boolean {
    return this.#fetcher.isUnderWay || this.#answers.isUnderWay;
  }

  #say(message: Outgoing): void {
    if (message.type === 'compare') this.#compares(message);
    if ('fingerprint' in message) this.#agreement.said(message.fingerprint);
    this.send(message);
  }

  #settle(): void {
    this.#say({ type: 'settled', ...this.#state });
  }

  #catchUp(now: number): void {
    const isIdle = this.#outbox.isIdle && !this.#answers.isRecent(now);
    this.#fetcher.catchUp(now, this.#outbox.wasAsked, isIdle);
  }

  #hear({ upTo, fingerprint }: { upTo: number; fingerprint: string }): void {
    this.#agreement.heard(fingerprint);
    this.#fetcher.heard(upTo);
  }

  #onRead(since: number | null, fingerprint: string): void {
    this.#agreement.heard(fingerprint);
    this.#outbox.open(since === null || this.#agreement.isReached ? this.host.database.feed.head : since);
    this.#catchUp(this.host.now());
  }

  #onChanges({ entries, upTo, left, fingerprint }: Extract<Message, { type: 'changes' }>): void {
    const { head } = this.host.database.feed;
    try {
      this.#apply(entries);
    } catch (error) {
      if (!(error instanceof ClockWrong)) throw error;
      // The others are taken: what is stamped ahead holds up nothing but itself.
      this.#apply(entries.filter(({ stamp }) => stamp.time <= error.latest));
      this.#wrong(error.ahead);
      const late = entries.map(({ stamp }) => stamp.time).filter((time) => time > error.latest);
      this.#fetcher.refuse(Math.min(...late) - MAX_AHEAD_MS);
      this.#say({ type: 'refused', ahead: error.ahead, latest: error.latest });
    }
    this.#waitsSince = Number.POSITIVE_INFINITY;
    this.#hear({ upTo, fingerprint });
    this.#fetcher.came(left, this.host.database.feed.head > head);
    // In a turn of its own: an answer from within the reading of a socket lets its sender refill the same read for
    // long.
    this.host.later(() => this.#say({ type: 'applied', taken: upTo, ...this.#state }));
  }

  /** @throws ClockWrong, and then none of them is taken */
  #apply(entries: readonly Entry[]): void {
    const { head } = this.host.database.feed;
    this.host.apply(entries, this.peer.id);
    this.#spread(entries, head);
  }

  /**
   * Entries came: nodes linked to the peer fetch for themselves what was fetched, and get from the peer what it wrote.
   */
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

  /** @param ahead as `SyncStatus.clockWrong` */
  #wrong(ahead: number): void {
    this.#clockWrong = ahead;
    this.#refusedAt = this.host.now();
  }

  /** With a new comparison, what the peer refused is sent again: its clock, or the time, may be right by now. */
  #compares({ depth }: Compare): void {
    if (depth === 1) this.#outbox.limit(null);
  }
}
