import type { Applied, Database, KeyValue, RefusedAt } from '../store/database';
import type { Entry } from '../store/entry';
import { courseWriter, type NodeId } from '../store/stamp';
import type { JsonText, Key } from '../store/text';
import type { Activity } from './activity';
import type { Changes } from './changes';
import type { Keeper } from './keeper';

export interface WritesHost {
  readonly database: Database;
  readonly keeper: Keeper;
  readonly changes: Changes;
  readonly activity: Activity;
  /** Something was written here: peers may be told before anything else is done with it. */
  written(): void;
  /** The database changed: peers are to be told. */
  changed(): void;
}

/**
 * Everything that changes a node's database: writes here, peers' entries, a backup's entries. Each change is applied,
 * announced to peers and observers, and kept on the disk.
 */
export class Writes {
  constructor(readonly host: WritesHost) {}

  /** As `Service.create`. */
  create(key: Key, value: JsonText, time?: number): Promise<void> {
    const { keeper, database } = this.host;
    try {
      keeper.check();
      return this.#written(database.create(key, value, this.#courseWriter, time), key);
    } catch (error) {
      return this.#failed(error, key);
    }
  }

  /** As `Service.put`. */
  put(key: Key, value: JsonText | null): Promise<void> {
    const { keeper, database } = this.host;
    try {
      keeper.check();
      return this.#written(database.put(key, value), key);
    } catch (error) {
      return this.#failed(error, key);
    }
  }

  /** As `put`, for many keys, acknowledged together. Returns those refused. @throws Refused `disk` */
  async putAll(values: readonly KeyValue[]): Promise<RefusedAt[]> {
    const { keeper, database, activity } = this.host;
    const keys = values.map(([key]) => key);
    let put: ReturnType<Database['putAll']>;
    try {
      keeper.check();
      put = database.putAll(values);
    } catch (error) {
      return this.#failed(error, keys[0]);
    }
    await this.#written(put, keys[0], keys);
    const { refused } = put;
    const [first] = refused;
    if (first !== undefined) activity.refused(keys[first.at], first.why, refused.length);
    return refused;
  }

  /** Entries of a native peer, all or none. @throws ClockWrong, Refused as `Database.merge` */
  merge(entries: readonly Entry[], from: NodeId): void {
    this.#merged(this.host.activity.merge(entries, from));
  }

  /** What a course peer has under a key. @throws Refused as `Database.create` */
  learn(key: Key, value: JsonText): void {
    this.#merged(this.host.database.create(key, value, this.#courseWriter));
  }

  /** Entries of a backup, which spread as if written here. Returns how many were new. */
  async restore(entries: readonly Entry[]): Promise<number> {
    const { keeper, activity } = this.host;
    keeper.check();
    const applied = activity.merge(entries, null);
    this.#tell(applied);
    const keys = entries.map(({ key }) => key);
    await keeper.written(applied, keys[0], keys);
    return applied.added.length;
  }

  /** As `Database.restamp`. Returns how many entries that came to. @throws Refused `disk` */
  async restamp(keys: readonly Key[]): Promise<number> {
    const { keeper, database, activity } = this.host;
    keeper.check();
    const applied = database.restamp(keys);
    activity.restamped(keys, applied);
    this.#tell(applied);
    await keeper.written(applied, keys[0], keys);
    return applied.added.length;
  }

  #merged(applied: Applied): void {
    this.#tell(applied);
    this.host.keeper.merged(applied);
  }

  /** Handles a write here, of `key` or of `keys`. No closures on this path: most of its cost is garbage. */
  #written(applied: Applied, key: Key | undefined, keys?: readonly Key[]): Promise<void> {
    const { keeper, activity } = this.host;
    if (applied.added.length > 0) activity.wrote(key, applied);
    this.host.written();
    this.#tell(applied);
    return keeper.written(applied, key, keys);
  }

  #failed(error: unknown, key: Key | undefined): Promise<never> {
    this.host.activity.refused(key, error);
    return Promise.reject(error);
  }

  #tell({ added }: Applied): void {
    if (added.length === 0) return;
    this.host.changes.entries(added);
    this.host.changed();
  }

  get #courseWriter(): NodeId {
    return courseWriter(this.host.database.clock.node);
  }
}
