import { ClockWrong, type Database } from '../store/database';
import type { Entry } from '../store/entry';
import type { NodeId } from '../store/stamp';
import { type EntryTuple, toTuple } from '../store/tuple';
import { MAX_ENTRIES, MAX_ENTRIES_SIZE, type Message, type Outgoing } from './protocol';

/** Batches that may wait for their `applied`: enough to keep a link busy, few enough to bound what lies in buffers. */
const WINDOW = 4;
const PING_MS = 5_000;
/** How long two quiet databases may differ before one is read again from the start. */
const REPAIR_MS = 10_000;

export interface SyncHost {
  readonly database: Database;
  readonly now: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Merges entries of a peer and keeps them. @throws ClockWrong */
  apply(entries: readonly Entry[], from: NodeId): void;
}

export interface SyncStatus {
  inSync: boolean;
  /** Entries still to come and to go, and the most that were since the two were last in sync. */
  toReceive: number;
  toSend: number;
  total: number;
  /** Round trip, ms. */
  latency: number | null;
  /** How far the peer's clock is ahead of ours, ms. */
  skew: number | null;
  /** How far ahead of our clock the entries are that we had to refuse, ms; negative where the peer refused ours. */
  clockWrong: number | null;
}

type SyncMessage = Exclude<Message, { type: 'peers' | 'name' | 'bye' }>;

/**
 * One side of the talk that keeps two databases equal: each reads the other's change feed from where it left off, then
 * follows it. Sans-IO: messages, ticks and 'the store changed' come in, messages go out through `send`. It must never
 * call the databases in sync while their fingerprints differ.
 */
export class Sync {
  /** Feed numbers of ours up to which we have sent, and up to which the peer has taken in. */
  #sent = 0;
  #acknowledged = 0;
  /** Up to here our feed goes out whole: what came from the peer may be gone from its disk. */
  #whole = 0;
  #inFlight = 0;
  /** How many more the peer was last told to expect. */
  #toldLeft = 0;
  /** Whether the peer has asked for our changes. */
  #asked = false;
  #theirs: string | null = null;
  /** Whether a batch was refused: those under way behind it are not taken, lest it be read past. */
  #refusing = false;
  #left = 0;
  #total = 0;
  #latency: number | null = null;
  #skew: number | null = null;
  #clockWrong: number | null = null;
  #nextPing = 0;
  #nextRepair: number;

  constructor(
    readonly host: SyncHost,
    readonly peer: NodeId,
    /** Number of the peer's feed up to which this node has read it. */
    public cursor: number,
    readonly send: (message: Outgoing) => void,
  ) {
    this.#nextRepair = host.now() + REPAIR_MS;
  }

  start(): void {
    this.#read(this.cursor);
    this.tick();
  }

  receive(message: SyncMessage): void {
    switch (message.type) {
      case 'read':
        return this.#onRead(message.since, message.fingerprint);
      case 'changes':
        return this.#onChanges(message);
      case 'applied':
        return this.#onApplied(message.upTo, message.fingerprint);
      case 'refused':
        this.#asked = false;
        this.#inFlight = 0;
        this.#clockWrong = -message.ahead;
        return;
      case 'ping':
        this.#theirs = message.fingerprint;
        return this.send({ type: 'pong', sent: message.sent, now: this.host.now(), fingerprint: this.#ours });
      case 'pong':
        return this.#onPong(message);
    }
  }

  /** Sends what the peer lacks, as far as the window allows. Call when the store has changed. */
  pump(): void {
    const { feed } = this.host.database;
    while (this.#asked && this.#inFlight < WINDOW && this.#sent < feed.head) {
      const entries = this.#nextBatch();
      // Where all that was left came from the peer, it must still hear that nothing is left.
      if (entries.length > 0 || this.#toldLeft > 0) this.#sendChanges(entries);
    }
    if (this.#inFlight === 0) this.#acknowledged = this.#sent;
  }

  /** Call about once a second. */
  tick(): void {
    const now = this.host.now();
    // A wall clock that is set back must not silence the link until it is as late again.
    this.#nextPing = Math.min(this.#nextPing, now + PING_MS);
    this.#nextRepair = Math.min(this.#nextRepair, now + 1.5 * REPAIR_MS);
    if (now >= this.#nextPing) {
      this.#nextPing = now + PING_MS;
      this.send({ type: 'ping', sent: now, fingerprint: this.#ours });
    }
    if (now >= this.#nextRepair) {
      this.#nextRepair = now + REPAIR_MS * (0.5 + this.host.random());
      const astray = this.#refusing || !this.#inSync;
      if (astray && this.#left === 0 && this.#inFlight === 0) this.#read(0);
    }
  }

  status(): SyncStatus {
    const inSync = this.#inSync;
    const toSend = this.#asked ? this.host.database.feed.countAfter(this.#acknowledged) : 0;
    this.#total = inSync ? 0 : Math.max(this.#total, this.#left + toSend);
    return {
      inSync,
      toReceive: inSync ? 0 : this.#left,
      toSend: inSync ? 0 : toSend,
      total: this.#total,
      latency: this.#latency,
      skew: this.#skew,
      clockWrong: inSync ? null : this.#clockWrong,
    };
  }

  get #ours(): string {
    return this.host.database.fingerprint;
  }

  get #inSync(): boolean {
    return this.#theirs === this.#ours;
  }

  #read(since: number): void {
    this.#refusing = false;
    this.send({ type: 'read', since, fingerprint: this.#ours });
  }

  #onRead(since: number, fingerprint: string): void {
    const { head } = this.host.database.feed;
    this.#theirs = fingerprint;
    this.#asked = true;
    this.#whole = since === 0 ? head : 0;
    this.#sent = this.#inSync ? head : Math.min(since, head);
    this.#acknowledged = this.#sent;
    if (this.#sent === head) this.#sendChanges([]);
    this.pump();
  }

  #onChanges({ entries, upTo, left, fingerprint }: Extract<Message, { type: 'changes' }>): void {
    if (this.#refusing) return;
    try {
      this.host.apply(entries, this.peer);
    } catch (error) {
      if (!(error instanceof ClockWrong)) throw error;
      this.#clockWrong = error.ahead;
      this.#refusing = true;
      // Nothing more comes until this side reads again.
      this.#left = 0;
      return this.send({ type: 'refused', ahead: error.ahead });
    }
    if (entries.length > 0) this.#clockWrong = null;
    this.cursor = upTo;
    this.#left = left;
    this.#theirs = fingerprint;
    this.send({ type: 'applied', upTo, fingerprint: this.#ours });
  }

  #onApplied(upTo: number, fingerprint: string): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(upTo, this.#sent));
    this.#theirs = fingerprint;
    this.pump();
  }

  #onPong({ sent, now, fingerprint }: Extract<Message, { type: 'pong' }>): void {
    this.#theirs = fingerprint;
    this.#latency = Math.max(0, this.host.now() - sent);
    this.#skew = now - (sent + this.#latency / 2);
  }

  #sendChanges(entries: EntryTuple[]): void {
    const left = this.host.database.feed.countAfter(this.#sent);
    this.#inFlight += 1;
    this.#toldLeft = left;
    this.send({ type: 'changes', entries, upTo: this.#sent, left, fingerprint: this.#ours });
  }

  /** The next versions that the peer may lack; moves `#sent` past all that it looked at. */
  #nextBatch(): EntryTuple[] {
    const { feed } = this.host.database;
    const batch: EntryTuple[] = [];
    let size = 0;
    for (const version of feed.after(this.#sent)) {
      const cost = version.key.length + (version.value?.length ?? 0);
      if (batch.length === MAX_ENTRIES || (batch.length > 0 && size + cost > MAX_ENTRIES_SIZE)) return batch;
      if (version.from !== this.peer || version.seq <= this.#whole) {
        batch.push(toTuple(version));
        size += cost;
      }
      this.#sent = version.seq;
    }
    this.#sent = feed.head;
    return batch;
  }
}
