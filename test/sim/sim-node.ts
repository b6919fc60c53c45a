import type { Acknowledge } from '../../main/net/service';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import { type Lineage, succeed } from '../../main/store/lineage';
import { type NodeId, sameStamp } from '../../main/store/stamp';
import type { JsonText, Key } from '../../main/store/text';
import { checkFingerprint, checkKept, checkSurvived } from './disk-checks';
import { check } from './failure';
import { nameOf, type Write } from './ledger';
import type { Prng } from './prng';
import { SimDisk } from './sim-disk';
import type { Side, SimLink } from './sim-link';
import { SimStore } from './sim-store';
import { type SimCard, SimTalk } from './sim-talk';
import type { World } from './world';

/** As in main/net/network.ts, and main/node.ts. */
const TICK_MS = 100;
const SAVE_CURSORS_MS = 5_000;

/** A node, whose process has a database and talks to others; all but its disk is gone when that crashes. */
export class SimNode {
  readonly disk: SimDisk;
  readonly prng: Prng;
  /** How far its wall clock is ahead of the true time, ms. */
  offset = 0;
  isUp = false;
  /** Its process stands still: it neither reads nor does anything, and its connections stay. */
  isHalted = false;
  /** It ends as its user asked, and has not finished yet. */
  isClosing = false;
  #acknowledge: Acknowledge = 'synced';
  #store!: SimStore;
  #talk!: SimTalk;
  #lineage: Lineage = { epoch: '', before: [] };
  #starts = 0;
  /** What told at the last look whether all is kept. */
  #seen = '';
  /** The latest time in any stamp that it took or gave: its clock may go no further on its own. */
  #latest = 0;

  constructor(
    readonly world: World,
    readonly id: NodeId,
    readonly name: string,
  ) {
    this.prng = world.prng;
    this.disk = new SimDisk(world.prng, world.readRow);
  }

  get epoch(): string {
    return `${this.name}.${this.#starts}`;
  }

  get card(): SimCard {
    return { id: this.id, ...this.#lineage, entries: this.database.feed.size };
  }

  get sessions(): SimTalk['sessions'] {
    return this.#talk.sessions;
  }

  get database(): Database {
    return this.#store.database;
  }

  readonly wall = (): number => this.world.time + this.offset;

  start(): void {
    this.isUp = true;
    this.isHalted = false;
    this.#starts += 1;
    this.#talk = new SimTalk(this, this.disk.readNote('cursors'));
    this.#store = new SimStore(this, this.#acknowledge, this.#talk.storeChanged);
    checkFingerprint(this, this.database);
    const kept = (this.disk.readNote('lineage') ?? null) as Lineage | null;
    this.#lineage = succeed(kept, this.database.feed.head, this.epoch);
    this.#begin(this.#store);
    this.#latest = Math.max(0, ...this.disk.entries().map(({ stamp }) => stamp.time));
    this.#every(TICK_MS, () => this.#talk.tick());
    this.#every(SAVE_CURSORS_MS, () => void this.saveCursors());
  }

  /** A node that cannot write that it began does not start. */
  #begin({ level }: SimStore): void {
    level.writeNote('lineage', this.#lineage).catch(() => {
      if (this.isUp && level === this.#store.level) this.world.cannotStart(this);
    });
  }

  /** What it would hold after a start. */
  onDisk(): Database {
    const database = new Database(this.world.rule, new Clock(this.id, this.wall), this.world.sha256);
    database.load(this.disk.entries());
    checkFingerprint(this, database);
    return database;
  }

  /** Ends at once; the links of the dead process are the world's to break. */
  crash(): void {
    this.isUp = false;
    this.isClosing = false;
    this.#talk.end();
    this.#store.kill();
    checkSurvived(this);
  }

  /** Ends as its user asks; the links are the world's to break. @param closed is called once it has ended */
  close(closed: () => void): void {
    const saved = this.saveCursors();
    this.isUp = false;
    this.isClosing = true;
    this.#talk.end();
    const { keeper } = this.#store;
    const { isWell } = this.disk;
    const end = async (): Promise<void> => {
      await saved;
      await keeper.close();
      this.isClosing = false;
      const hasKept = keeper.status().failure === null;
      check(hasKept || !isWell, () => `${this.name} closed without trying its disk, which was well.`);
      if (hasKept) checkKept(this.#store);
      checkSurvived(this);
      closed();
    };
    end().catch((why) => this.world.schedule.fail(why));
  }

  /** Looks whether its disk holds, or is about to hold, what it should, if anything that tells so has changed. */
  look(): void {
    const { keeper, level, database } = this.#store;
    const { head, size } = database.feed;
    const seen = `${this.epoch} ${head} ${size} ${this.disk.changes} ${level.underway.length}`;
    if (seen === this.#seen && keeper.status().failure === null) return;
    this.#seen = seen;
    checkKept(this.#store);
  }

  /** As its user chooses. */
  set acknowledge(acknowledge: Acknowledge) {
    this.#acknowledge = acknowledge;
    this.#store.keeper.acknowledge = acknowledge;
  }

  put(key: Key, value: JsonText | null): Write | null {
    return this.#write(key, null, () => this.#store.writes.put(key, value));
  }

  create(key: Key, value: JsonText, time?: number): Write | null {
    return this.#write(key, time ?? null, () => this.#store.writes.create(key, value, time));
  }

  /** Gives what it holds stamped ahead the present time. */
  restamp(): void {
    const { database } = this;
    for (const key of database.stampedAfter(database.latest)) if (key !== undefined) this.#restamp(key);
    for (const { sync } of this.sessions.values()) sync.restamped();
  }

  /** As `SimTalk.attach`. */
  attach(link: SimLink, side: Side, peer: SimNode, dialled: boolean): void {
    this.#talk.attach(link, side, peer, dialled);
  }

  /** Takes what another node told. @throws as `Database.merge` */
  merge(entries: readonly Entry[], from: NodeId): void {
    this.#store.writes.merge(entries, from);
    this.world.schedule.stir();
    this.#saw(entries);
  }

  /** Writes on its disk how far it has read the feeds of others. */
  saveCursors(): Promise<void> {
    return this.#store.note('cursors', this.#talk.cursors());
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

  /** Returns the write, or null where it was refused or changed nothing. */
  #write(key: Key, time: number | null, write: () => Promise<void>): Write | null {
    const before = this.database.versions(key);
    const limit = Math.max(this.#latest, Math.floor(this.wall()));
    return this.#store.write(key, write, (entry) => {
      const moved = entry.stamp.time - (time ?? limit);
      check(moved <= 0, () => `The clock of ${this.name} is ${moved} ms ahead of all that it has taken.`);
      this.#saw([entry]);
      return this.world.ledger.wrote(entry, before, this.name);
    });
  }

  /** No value goes with its stamp. */
  #restamp(key: Key): void {
    const { database, world } = this;
    const before = database.versions(key);
    const written = this.#store.restamp(key, (fresh) => world.ledger.wrote(fresh, database.versions(key), this.name));
    this.#saw(written.map(({ entry }) => entry));
    const after = database.versions(key);
    for (const old of before.filter(({ stamp }) => !after.some((version) => sameStamp(version.stamp, stamp)))) {
      const same = after.find(({ value, stamp }) => value === old.value && stamp.time <= database.latest);
      check(same !== undefined, () => `${this.name} has nothing instead of ${nameOf(old)}.`);
      if (same !== undefined) world.ledger.restamped(old, same);
    }
  }

  #saw(entries: readonly Entry[]): void {
    for (const { stamp } of entries) this.#latest = Math.max(this.#latest, stamp.time);
  }
}
