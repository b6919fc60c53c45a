import { Batch } from '../../store/batch';
import type { Database } from '../../store/database';
import { MAX_ENTRIES, pack } from '../../store/pack';
import type { Outline, Version } from '../../store/record';
import { isBy, type NodeId } from '../../store/stamp';
import type { Outgoing } from '../protocol';
import type { Neighbours } from './neighbours';

/** Batches that may wait for their `applied`: enough to keep a link busy, few enough to bound what lies in buffers. */
const WINDOW = 4;
/**
 * Entries in the first batches of a link: a peer that has just started takes some 30 ms for 500, by code that is yet to be
 * compiled. Each that it takes lets the next be twice as large.
 */
const FIRST_ENTRIES = 125;

/**
 * What one peer is to be told: the change feed from where it has read it, and, first, what a comparison found that it
 * lacks. It holds numbers and references, never copies: what waits here is bounded by what the database holds.
 */
export class Outbox {
  /** Numbers of the feed up to which it was told, and up to which the peer has taken it in. */
  #sent = 0;
  #acknowledged = 0;
  /** The peer catches up on changes up to here from this node; later ones its other peers may bring instead. */
  #past = 0;
  #inFlight = 0;
  /** Entries of a batch. */
  #most = FIRST_ENTRIES;
  /** How many more the peer was last told to expect. */
  #toldLeft = 0;
  /** `new`: the peer has asked for nothing; `shut`: it takes nothing until it reads again. */
  #state: 'new' | 'open' | 'shut' = 'new';
  /** The latest time of a stamp that the peer takes. */
  #latest = Number.POSITIVE_INFINITY;
  /** Numbers of the feed. */
  #lacking: number[] = [];
  #nextLacking = 0;

  constructor(
    readonly database: Database,
    readonly neighbours: Neighbours,
    readonly peer: NodeId,
    readonly send: (message: Outgoing) => void,
  ) {}

  /** Whether the peer has asked for anything. */
  get wasAsked(): boolean {
    return this.#state !== 'new';
  }

  /** Whether the peer takes what it is told. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** The number of the feed up to which the peer was told all, 0 before it asked. */
  get upTo(): number {
    return this.isOpen ? this.#sent : 0;
  }

  /** Whether the peer has taken in what it was told. */
  get isQuiet(): boolean {
    return this.#inFlight === 0;
  }

  /** Whether the peer was told all, and has taken it in. */
  get isIdle(): boolean {
    return this.isQuiet && this.#nextLacking === this.#lacking.length && this.left === 0;
  }

  /** Entries that the peer has not taken in. */
  get left(): number {
    const lacking = this.#lacking.length - this.#nextLacking;
    return this.isOpen ? lacking + this.database.feed.countAfter(this.#acknowledged) : 0;
  }

  /** The peer reads from here on. Where it reads nothing, it is told so. */
  open(since: number): void {
    const { head } = this.database.feed;
    this.#state = 'open';
    this.#past = head;
    this.#sent = Math.min(since, head);
    this.#acknowledged = this.#sent;
    // Even where nothing is new to it, the peer waits for an answer.
    this.#toldLeft = 1;
    if (this.#sent === head) this.#tell([]);
    this.pump();
  }

  /** The peer takes and answers nothing, not even what is under way, until it reads again. */
  shut(): void {
    this.#state = 'shut';
    this.#inFlight = 0;
    this.#lacking = [];
    this.#nextLacking = 0;
  }

  /**
   * What a comparison found is sent only if the peer takes it, as it would find the same again and again.
   * @param latest the latest time of a stamp that it takes, ms since 1970; `null` where that is not known
   */
  limit(latest: number | null): void {
    this.#latest = latest ?? Number.POSITIVE_INFINITY;
  }

  /** Puts entries that the peer lacks before all others. */
  add(lacking: readonly Outline[]): void {
    // What waits is this comparison's, and at most what an earlier one left: who asks for the same again has it
    // already.
    const most = 2 * this.database.feed.size;
    if (!this.isOpen || this.#lacking.length - this.#nextLacking + lacking.length > most) return;
    const handsOn = this.neighbours.handsOnTo(this.peer);
    for (const version of lacking) if (!this.#comes(version, handsOn)) this.#lacking.push(version.seq);
    this.pump();
  }

  /** Entries were merged that the peer has or gets elsewhere: if it was sent everything else, these are skipped. */
  skip(headBefore: number): void {
    if (this.#sent !== headBefore) return;
    this.#sent = this.database.feed.head;
    if (this.#inFlight === 0) this.#acknowledged = this.#sent;
  }

  /** Sends what the peer lacks, as far as the window allows. */
  pump(): void {
    const { feed } = this.database;
    while (this.isOpen && this.#inFlight < WINDOW) {
      if (this.#nextLacking < this.#lacking.length) this.#tell(this.#nextOfLacking());
      else if (this.#sent === feed.head) break;
      else {
        const batch = this.#nextOfFeed();
        // Where all that was left is known to the peer, it must still hear that nothing is left.
        if (batch.length > 0 || this.#toldLeft > 0) this.#tell(batch);
      }
    }
    if (this.#inFlight === 0) this.#acknowledged = this.#sent;
  }

  taken(upTo: number): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#most = Math.min(MAX_ENTRIES, 2 * this.#most);
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(upTo, this.#sent));
    this.pump();
  }

  #tell(entries: readonly Version[]): void {
    const left = this.#lacking.length - this.#nextLacking + this.database.feed.countAfter(this.#sent);
    this.#inFlight += 1;
    this.#toldLeft = left;
    const { fingerprint } = this.database;
    this.send({ type: 'changes', entries: pack(entries), upTo: this.#sent, left, fingerprint });
  }

  #nextOfLacking(): Version[] {
    const batch = new Batch<Version>(this.#most);
    for (let seq = this.#lacking[this.#nextLacking]; seq !== undefined; seq = this.#lacking[this.#nextLacking]) {
      // It may have been dropped meanwhile, for one that is in the feed.
      const version = this.database.feed.get(seq);
      const goes = version !== undefined && version.stamp.time <= this.#latest;
      if (goes && batch.isFullFor(version)) break;
      if (goes) batch.add(version);
      this.#nextLacking += 1;
    }
    if (this.#nextLacking * 2 > this.#lacking.length) {
      this.#lacking = this.#lacking.slice(this.#nextLacking);
      this.#nextLacking = 0;
    }
    return batch.entries;
  }

  /** The next changes that the peer may lack; moves `#sent` past all that it looked at. */
  #nextOfFeed(): Version[] {
    const { feed } = this.database;
    const batch = new Batch<Version>(this.#most);
    const handsOn = this.neighbours.handsOnTo(this.peer);
    let place = feed.placeAfter(this.#sent);
    for (let version = feed.at(place, this.peer); version !== undefined; version = feed.at(++place, this.peer)) {
      if (version === null) continue;
      if (batch.isFullFor(version)) return batch.entries;
      if (!this.#isKnown(version, handsOn)) batch.add(version);
      this.#sent = version.seq;
    }
    this.#sent = feed.head;
    return batch.entries;
  }

  /** Whether the peer is told this entry in its turn. */
  #comes(version: Outline, handsOn: boolean): boolean {
    return version.seq > this.#sent && !this.#isKnown(version, handsOn);
  }

  /** Whether the peer told this entry, or is told it by its writer or by somebody else. */
  #isKnown({ from, seq, stamp }: Outline, handsOn: boolean): boolean {
    if (from === null) return false;
    if (from === this.peer) return true;
    if (seq <= this.#past) return false;
    return !handsOn || (isBy(stamp.node, from) && this.neighbours.tells(from, this.peer));
  }
}
