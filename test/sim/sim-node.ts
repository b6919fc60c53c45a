import type { Haste } from '../../main/disk/disk';
import { Cursors } from '../../main/net/peers/cursors';
import { type Outgoing, readMessage } from '../../main/net/protocol';
import { Neighbours } from '../../main/net/sync/neighbours';
import { Sync } from '../../main/net/sync/sync';
import { Turn } from '../../main/net/sync/turn';
import { Clock } from '../../main/store/clock';
import { type Applied, ClockWrong, Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import { type Lineage, succeed } from '../../main/store/lineage';
import { Refused } from '../../main/store/refusal';
import { courseWriter, type NodeId } from '../../main/store/stamp';
import type { JsonText, Key } from '../../main/store/text';
import { check } from './failure';
import type { Write } from './ledger';
import type { Prng } from './prng';
import { SimDisk } from './sim-disk';
import type { LinkEnd, Side, SimLink } from './sim-link';
import { brief } from './trace';
import type { World } from './world';

/** As in main/net/network.ts, and main/node.ts. */
const TICK_MS = 100;
const SAVE_CURSORS_MS = 5_000;

/** What the two ends of a link know of each other. */
export interface SimCard extends Lineage {
  readonly id: NodeId;
  readonly entries: number;
}

interface Session {
  readonly link: SimLink;
  readonly side: Side;
  readonly card: SimCard;
  readonly sync: Sync;
}

/**
 * A node, composed of the real database and the real talk as main/node.ts and main/net/peers/links.ts compose them, on a disk
 * and a clock of the simulation. All but its disk is gone when it crashes.
 */
export class SimNode {
  readonly disk: SimDisk;
  readonly prng: Prng;
  /** How far its wall clock is ahead of the true time, ms. */
  offset = 0;
  isUp = false;
  /** Its process stands still: it neither reads nor does anything, and its connections stay. */
  isHalted = false;
  database: Database;
  readonly sessions = new Map<NodeId, Session>();
  #lineage: Lineage = { epoch: '', before: [] };
  #cursors = new Cursors(undefined);
  #turn = new Turn();
  #neighbours = new Neighbours(this.#turn);
  #starts = 0;
  /** The latest time in any stamp that it took or gave: its clock may go no further on its own. */
  #latest = 0;
  #pumping = false;

  constructor(
    readonly world: World,
    readonly id: NodeId,
    readonly name: string,
  ) {
    this.prng = world.prng;
    this.disk = new SimDisk(world.schedule, world.prng, world.readRow);
    this.database = this.onDisk();
  }

  get epoch(): string {
    return `${this.name}.${this.#starts}`;
  }

  get card(): SimCard {
    return { id: this.id, ...this.#lineage, entries: this.database.feed.size };
  }

  readonly wall = (): number => this.world.time + this.offset;

  start(): void {
    this.isUp = true;
    this.isHalted = false;
    this.#starts += 1;
    this.database = this.onDisk();
    this.#lineage = succeed(
      (this.disk.readNote('lineage') ?? null) as Lineage | null,
      this.database.feed.head,
      this.epoch,
    );
    this.disk.writeNote('lineage', this.#lineage);
    this.#cursors = new Cursors(this.disk.readNote('cursors'));
    this.#turn = new Turn();
    this.#neighbours = new Neighbours(this.#turn);
    this.#latest = Math.max(0, ...this.disk.entries().map(({ stamp }) => stamp.time));
    this.#every(TICK_MS, () => {
      for (const { sync } of this.sessions.values()) sync.tick();
    });
    this.#every(SAVE_CURSORS_MS, () => {
      for (const session of this.sessions.values()) this.#remember(session);
      this.disk.writeNote('cursors', this.#cursors.all);
    });
  }

  /** What it would hold after a start. */
  onDisk(): Database {
    const database = new Database(this.world.rule, new Clock(this.id, this.wall), this.world.sha256);
    database.load(this.disk.entries());
    return database;
  }

  /** Ends at once; the links of the dead process are the world's to break. */
  crash(): void {
    this.isUp = false;
    this.sessions.clear();
    this.disk.crash();
  }

  put(key: Key, value: JsonText | null): Write | null {
    return this.#write(key, null, () => this.database.put(key, value));
  }

  create(key: Key, value: JsonText, time?: number): Write | null {
    return this.#write(key, time ?? null, () => this.database.create(key, value, courseWriter(this.id), time));
  }

  /** Takes its end of a link; where it was dialled it speaks at once, else once the other has said `hello`. */
  attach(link: SimLink, side: Side, peer: SimNode, dialled: boolean): void {
    const { card } = peer;
    let session: Session | null = null;
    const end: LinkEnd = {
      receive: (text) => {
        if (session !== null) this.#receive(session, text);
        else if (text.startsWith('["hello"')) session = this.#join(link, side, card);
      },
      closed: () => {
        if (session !== null) this.#left(session);
      },
    };
    link.ends[side] = end;
    if (!dialled) return;
    link.send(side, { type: 'hello' });
    session = this.#join(link, side, card);
  }

  #every(ms: number, work: () => void): void {
    const { epoch } = this;
    const again = (): void => {
      if (!this.isUp || this.epoch !== epoch) return;
      if (!this.isHalted) work();
      this.world.schedule.in(ms, again);
    };
    this.world.schedule.in(this.prng.whole(1, ms), again);
  }

  #join(link: SimLink, side: Side, card: SimCard): Session {
    const older = this.sessions.get(card.id);
    if (older !== undefined) this.#left(older);
    const host = {
      ...{ database: this.database, neighbours: this.#neighbours, turn: this.#turn },
      ...{ now: this.wall, random: this.prng.next },
      apply: (entries: readonly Entry[], from: NodeId): void => this.#merge(entries, from),
      later: (run: () => void): void => this.world.schedule.in(0, run),
      spread: (from: NodeId, headBefore: number): void => this.#spread(from, headBefore),
    };
    const send = (message: Outgoing): void => {
      this.world.trace.say(() => `${this.name} -> ${this.world.nameOf(card.id)}  ${brief(message)}`);
      link.send(side, message);
    };
    const giveUp = (): void => this.world.giveUp(this, card.id);
    const sync = new Sync(host, card, this.#cursors.get(card.id, card), send, giveUp);
    this.#neighbours.need(card.id);
    const session = { link, side, card, sync };
    this.sessions.set(card.id, session);
    sync.start();
    this.#tellLinks();
    return session;
  }

  #left(session: Session): void {
    if (!this.isUp) return;
    this.#remember(session);
    session.sync.stop();
    if (this.sessions.get(session.card.id) !== session) return;
    this.sessions.delete(session.card.id);
    for (const id of this.#neighbours.lost(session.card.id)) this.sessions.get(id)?.sync.relayAgain();
    this.#tellLinks();
  }

  #spread(from: NodeId, headBefore: number): void {
    for (const { card, sync } of this.sessions.values()) {
      if (this.#neighbours.tells(from, card.id)) sync.skip(headBefore);
    }
  }

  #tellLinks(): void {
    const ids = [...this.sessions.keys()];
    for (const { link, side } of this.sessions.values()) link.send(side, { type: 'links', ids });
  }

  #remember({ card, sync }: Session): void {
    if (sync.cursor !== null) this.#cursors.set(card.id, card.epoch, sync.cursor);
  }

  #receive(session: Session, text: string): void {
    if (!this.isUp) return;
    const [type, body] = JSON.parse(text);
    const message = readMessage(type, body);
    check(
      message !== null && message.type !== 'peers' && message.type !== 'name' && message.type !== 'bye',
      () => `${this.name} got a message that breaks the protocol: ${text.slice(0, 300)}`,
    );
    if (message.type === 'links') this.#neighbours.told(session.card.id, message.ids);
    else session.sync.receive(message);
  }

  #merge(entries: readonly Entry[], from: NodeId): void {
    try {
      this.#keep(this.database.merge(entries, from), 'soon', () => {});
      this.#saw(entries);
    } catch (error) {
      if (error instanceof ClockWrong) this.world.trace.say(() => `${this.name} refuses: ${error.message}`);
      throw error;
    }
  }

  /** Returns the write, or null where the rule refused it or it changed nothing. */
  #write(key: Key, time: number | null, write: () => Applied): Write | null {
    const before = this.database.versions(key);
    const limit = Math.max(this.#latest, Math.floor(this.wall()));
    try {
      const applied = write();
      const [entry] = applied.added;
      if (entry === undefined) return null;
      const moved = entry.stamp.time - (time ?? limit);
      check(moved <= 0, () => `The clock of ${this.name} is ${moved} ms ahead of all that it has taken.`);
      this.#saw([entry]);
      const taken = this.world.ledger.wrote(entry, before, this.name);
      this.#keep(applied, 'now', () => {
        taken.acknowledged = true;
      });
      return taken;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return null;
    }
  }

  #keep(applied: Applied, haste: Haste, done: () => void): void {
    if (applied.added.length === 0) return;
    this.#storeChanged();
    this.disk.write({ put: applied.added, drop: applied.dropped }, haste, done);
  }

  #storeChanged(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.world.schedule.in(0, () => {
      this.#pumping = false;
      for (const { sync } of this.sessions.values()) sync.pump();
    });
  }

  #saw(entries: readonly Entry[]): void {
    for (const { stamp } of entries) this.#latest = Math.max(this.#latest, stamp.time);
  }
}
