import { readMessage } from '../../main/net/protocol';
import { Sync } from '../../main/net/sync';
import { Clock } from '../../main/store/clock';
import { type Applied, ClockWrong, Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
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

/** As in main/net/network.ts. */
const TICK_MS = 250;

interface Session {
  readonly link: SimLink;
  readonly epoch: string;
  readonly sync: Sync;
}

/**
 * A node, composed of the real database and the real talk as main/node.ts and main/net/links.ts compose them, on a disk
 * and a clock of the simulation. Its database and what it has read of others are gone when it crashes.
 */
export class SimNode {
  readonly disk: SimDisk;
  readonly prng: Prng;
  /** How far its wall clock is ahead of the true time, ms. */
  offset = 0;
  isUp = false;
  database: Database;
  readonly sessions = new Map<NodeId, Session>();
  readonly #cursors = new Map<NodeId, { epoch: string; cursor: number }>();
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
    this.disk = new SimDisk(world.schedule, world.prng);
    this.database = this.onDisk();
  }

  get epoch(): string {
    return `${this.name}.${this.#starts}`;
  }

  readonly wall = (): number => this.world.time + this.offset;

  start(): void {
    this.isUp = true;
    this.#starts += 1;
    this.#cursors.clear();
    this.database = this.onDisk();
    this.#latest = Math.max(0, ...this.disk.entries().map(({ stamp }) => stamp.time));
    const { epoch } = this;
    const tick = (): void => {
      if (!this.isUp || this.epoch !== epoch) return;
      for (const { sync } of this.sessions.values()) sync.tick();
      this.world.schedule.in(TICK_MS, tick);
    };
    this.world.schedule.in(this.prng.whole(1, TICK_MS), tick);
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
    const { epoch } = peer;
    let session: Session | null = null;
    const end: LinkEnd = {
      receive: (text) => {
        if (session !== null) this.#receive(session, text);
        else if (text.startsWith('["hello"')) session = this.#join(link, side, peer.id, epoch);
      },
      closed: () => {
        if (session !== null) this.#left(peer.id, session);
      },
    };
    link.ends[side] = end;
    if (!dialled) return;
    link.send(side, { type: 'hello' });
    session = this.#join(link, side, peer.id, epoch);
  }

  #join(link: SimLink, side: Side, peer: NodeId, epoch: string): Session {
    const older = this.sessions.get(peer);
    if (older !== undefined) this.#left(peer, older);
    const known = this.#cursors.get(peer);
    const apply = (entries: readonly Entry[], from: NodeId): void => this.#merge(entries, from);
    const host = { database: this.database, now: this.wall, random: this.prng.next, apply };
    const sync = new Sync(host, peer, known?.epoch === epoch ? known.cursor : 0, (message) => {
      this.world.trace.say(() => `${this.name} -> ${this.world.nameOf(peer)}  ${brief(message)}`);
      link.send(side, message);
    });
    const session = { link, epoch, sync };
    this.sessions.set(peer, session);
    sync.start();
    return session;
  }

  #left(peer: NodeId, session: Session): void {
    if (!this.isUp) return;
    this.#cursors.set(peer, { epoch: session.epoch, cursor: session.sync.cursor });
    if (this.sessions.get(peer) === session) this.sessions.delete(peer);
  }

  #receive(session: Session, text: string): void {
    if (!this.isUp) return;
    const [type, body] = JSON.parse(text);
    const message = readMessage(type, body);
    check(
      message !== null && message.type !== 'peers' && message.type !== 'name' && message.type !== 'bye',
      () => `${this.name} got a message that breaks the protocol: ${text.slice(0, 300)}`,
    );
    session.sync.receive(message);
  }

  #merge(entries: readonly Entry[], from: NodeId): void {
    try {
      this.#keep(this.database.merge(entries, from), () => {});
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
      this.#keep(applied, () => {
        taken.acknowledged = true;
      });
      return taken;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return null;
    }
  }

  #keep(applied: Applied, done: () => void): void {
    if (applied.added.length === 0) return;
    this.#storeChanged();
    this.disk.write({ put: applied.added, drop: applied.dropped }, done);
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
