import { Events } from '../../main/net/events';
import type { Acknowledge } from '../../main/net/service';
import { Activity } from '../../main/node/activity';
import { Changes } from '../../main/node/changes';
import { Keeper } from '../../main/node/keeper';
import { Writes } from '../../main/node/writes';
import { Clock } from '../../main/store/clock';
import { Database } from '../../main/store/database';
import type { Version } from '../../main/store/record';
import { Refused } from '../../main/store/refusal';
import type { Key } from '../../main/store/text';
import { checkAcknowledged, checkKept, checkNoted, checkRefused } from './disk-checks';
import { nameOf, type Write } from './ledger';
import { SimLevel } from './sim-level';
import type { SimNode } from './sim-node';

/**
 * What one process has of a node's database: the real database, the real writes and the real keeper, as main/node.ts
 * composes them, on a disk and a clock of the simulation.
 */
export class SimStore {
  readonly level: SimLevel;
  readonly database: Database;
  readonly keeper: Keeper;
  readonly writes: Writes;
  #isGone = false;

  /** @param changed is called when the database changed */
  constructor(
    readonly node: SimNode,
    acknowledge: Acknowledge,
    changed: () => void,
  ) {
    const { world, disk, wall } = node;
    this.level = new SimLevel(disk, world.schedule, () => world.reopened());
    const database = new Database(world.rule, new Clock(node.id, wall), world.sha256);
    database.load(disk.entries());
    this.database = database;
    const after = (ms: number, run: () => void): (() => void) => this.#after(ms, run);
    const say = (line: string): void => world.trace.say(() => `${node.name}: ${line}`);
    const logger = { debug: say, info: say, warn: say, error: say };
    const host = { database, disk: this.level, logger, now: wall, after, refused: () => {} };
    const check = (): void => {
      // Once the disk works, what came in this turn may wait for its end: the next look sees to that.
      if (this.keeper.status().failure !== null) checkKept(this);
    };
    this.keeper = new Keeper({ ...host, changed: check }, acknowledge);
    const changes = new Changes(database);
    const activity = new Activity(new Events(wall), database, (id) => world.nameOf(id));
    this.writes = new Writes({ database, keeper: this.keeper, changes, activity, written: () => {}, changed });
  }

  /**
   * Writes a key here, and sees to it that what becomes of the write is what its writer is told. Returns the entry, or
   * null where it was refused or changed nothing.
   * @param taken tells the ledger
   */
  write(key: Key, write: () => Promise<void>, taken: (entry: Version) => Write): Write | null {
    const { feed } = this.database;
    const { head } = feed;
    const isEarly = this.keeper.acknowledge === 'early';
    const done = write();
    const [entry] = feed.after(head);
    const told = entry === undefined ? null : taken(entry);
    const said = entry ?? this.database.winner(key);
    done.then(
      () => {
        if (this.#isGone) return;
        if (said !== undefined && !isEarly) checkAcknowledged(this, said);
        if (told !== null) told.acknowledged = !isEarly;
      },
      (why) => {
        if (why instanceof Refused) checkRefused(this, why, told);
        else this.node.world.schedule.fail(why);
      },
    );
    this.node.world.schedule.stir();
    return told;
  }

  /**
   * As `Writes.restamp`, of one key. Returns the writes that are new.
   * @param taken tells the ledger
   */
  restamp(key: Key, taken: (entry: Version) => Write): Write[] {
    const { ledger, schedule } = this.node.world;
    const { feed } = this.database;
    const { head } = feed;
    const isEarly = this.keeper.acknowledge === 'early';
    const done = this.writes.restamp([key]);
    const added = [...feed.after(head)].filter((entry) => !ledger.writes.has(nameOf(entry)));
    const told = added.map(taken);
    done.then(
      () => {
        if (this.#isGone || isEarly) return;
        for (const entry of added) checkAcknowledged(this, entry);
        for (const write of told) write.acknowledged = true;
      },
      (why) => {
        if (!(why instanceof Refused)) schedule.fail(why);
      },
    );
    schedule.stir();
    return told;
  }

  /** Writes a note, unless the disk fails. */
  async note(name: string, value: unknown): Promise<void> {
    const { schedule } = this.node.world;
    const { head } = this.database.feed;
    schedule.stir();
    try {
      await this.keeper.writeNote(name, value);
      checkNoted(this, head);
    } catch (why) {
      if (!(why instanceof Refused)) schedule.fail(why as Error);
    }
  }

  /** The process ends at once. */
  kill(): void {
    this.#isGone = true;
    this.level.kill();
  }

  #after(ms: number, run: () => void): () => void {
    let isDue = true;
    this.node.world.schedule.in(ms, () => {
      if (!isDue || this.#isGone) return;
      run();
      this.node.world.schedule.stir();
    });
    return () => {
      isDue = false;
    };
  }
}
