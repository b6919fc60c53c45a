import { RESCUE } from '../backup/rescue';
import type { Notes } from '../disk/disk';
import { networkAddresses } from '../net/interfaces';
import { isHeldUp } from '../net/peers/peer-status';
import type { PortTaken } from '../net/server/server';
import type { Acknowledge, NodeStatus, Service } from '../net/service';
import type { RescueStatus } from '../status';
import type { Database, KeyValue, RefusedAt } from '../store/database';
import type { Lineage } from '../store/lineage';
import type { Snapshot } from '../store/snapshot';
import type { NodeId } from '../store/stamp';
import type { JsonText, Key } from '../store/text';
import type { NodeListener } from './changes';
import { Parts } from './parts';
import { type NodeOptions, type Opened, readProfile } from './read-profile';
import { restampAll } from './restamp';
import { saveAcknowledge, saveNearby } from './settings';

/**
 * A node: the database, its disk and its network, and everything that can be asked of it. The window, the command
 * line's server and the sockets use this one class. A write here is acknowledged once the disk has it, unless its user
 * chose otherwise.
 */
export class Node implements Service {
  readonly database: Database;
  readonly lineage: Lineage;
  readonly #parts: Parts;
  #rescue: RescueStatus | null;
  #closing: Promise<void> | null = null;

  private constructor(
    readonly options: NodeOptions,
    opened: Opened,
  ) {
    this.database = opened.database;
    this.lineage = opened.lineage;
    this.#rescue = opened.settings.rescue;
    const changed = (): void => this.#changed();
    const copied = (): void => void this.#copied();
    this.#parts = new Parts({ service: this, changed, copied, opened: () => this.#moved() }, options, opened);
  }

  /**
   * Reads the disk, listens, and begins to link. A port that is taken is reported by `listenProblem`, not thrown, and
   * tried again.
   * @throws as `readProfile`
   */
  static async open(options: NodeOptions): Promise<Node> {
    const { written, ...opened } = await readProfile(options);
    // Making the node's parts takes as long as that takes to reach the disk.
    const node = new Node(options, opened);
    await written;
    try {
      await node.#start();
    } catch (error) {
      await node.close();
      throw error;
    }
    return node;
  }

  get id(): NodeId {
    return this.#parts.identity.id;
  }

  get name(): string {
    return this.#parts.identity.name;
  }

  get port(): number | null {
    return this.#parts.listening.port;
  }

  get listenProblem(): PortTaken | null {
    return this.#parts.listening.problem;
  }

  get events(): Parts['events'] {
    return this.#parts.events;
  }

  get entries(): Parts['entries'] {
    return this.#parts.entries;
  }

  get peers(): Parts['peers'] {
    return this.#parts.peers;
  }

  get privacy(): Parts['privacy'] {
    return this.#parts.privacy;
  }

  get backups(): Parts['backups'] {
    return this.#parts.backups;
  }

  /** Small settings that the profile keeps for other parts of the app. */
  get notes(): Notes {
    return this.#parts.keeper;
  }

  get(key: Key): JsonText | null {
    return this.database.winner(key)?.value ?? null;
  }

  create(key: Key, value: JsonText, time?: number): Promise<void> {
    return this.#parts.writes.create(key, value, time);
  }

  put(key: Key, value: JsonText | null): Promise<void> {
    return this.#parts.writes.put(key, value);
  }

  putAll(values: readonly KeyValue[]): Promise<RefusedAt[]> {
    return this.#parts.writes.putAll(values);
  }

  /** Writes again what an entry in the key's history says. */
  putBack(key: Key, stamp: string): Promise<void> {
    return this.put(key, this.database.versionAt(key, stamp).value);
  }

  async restamp(): Promise<number> {
    const { network, writes } = this.#parts;
    if (!network.statuses().some(isHeldUp)) return 0;
    const written = await restampAll(this.database, (keys) => writes.restamp(keys));
    if (written > 0) network.restamped();
    return written;
  }

  /** @throws Refused `bad-name`, `disk` */
  async rename(name: string): Promise<void> {
    const { identity, network } = this.#parts;
    await identity.rename(name);
    network.renamed(identity.name);
    this.#changed();
  }

  /** From the next write on; kept in the profile. @throws Refused `disk` */
  async setAcknowledge(acknowledge: Acknowledge): Promise<void> {
    const { keeper } = this.#parts;
    await saveAcknowledge(keeper, acknowledge);
    keeper.acknowledge = acknowledge;
    this.#changed();
  }

  /** Whether to announce itself on its networks and list others there; kept in the profile. @throws Refused `disk` */
  async setNearby(isWanted: boolean): Promise<void> {
    const { keeper, network } = this.#parts;
    await saveNearby(keeper, isWanted);
    network.setNearby(isWanted);
    this.#changed();
  }

  /** @throws Refused `disk` */
  async dismissRescue(): Promise<void> {
    await this.notes.writeNote(RESCUE, null);
    this.#rescue = null;
    this.#changed();
  }

  status(): NodeStatus {
    const { identity, network, door, keeper, privacy } = this.#parts;
    const { rule, fingerprint, size, conflicted } = this.database;
    return {
      id: this.id,
      former: identity.former,
      name: this.name,
      version: this.options.version,
      rule,
      port: this.port,
      addresses: this.port === null ? [] : networkAddresses(this.port),
      private: privacy.networkKey !== null,
      fingerprint,
      keys: size,
      conflicts: conflicted.size,
      peers: network.statuses(),
      nearby: network.nearby(),
      door: door.status,
      profile: this.options.profile,
      disk: keeper.status(),
      rescue: this.#rescue,
      backups: this.backups.status(),
    };
  }

  snapshot(): Snapshot {
    return this.database.snapshot();
  }

  listen(listener: NodeListener): () => void {
    return this.#parts.changes.listen(listener);
  }

  /** Who asks again waits for the same end: what is under way must not be cut off by a process that exits. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const { listening, network, server, backups, notes, keeper } = this.#parts;
    await listening.stop();
    await network.stop();
    await server.close();
    // What stays there is of a process that has ended: no reason to leave the disk open.
    await this.options.keys.withdraw().catch(() => {});
    await backups.close();
    for (const note of notes) await note.now().catch(() => {});
    await keeper.close();
  }

  async #start(): Promise<void> {
    const { listening, network, backups } = this.#parts;
    await listening.start();
    for (const address of this.options.peers) network.remember(address);
    network.start();
    await backups.start();
  }

  #changed(): void {
    const { changes, notes } = this.#parts;
    changes.status();
    if (this.#closing === null) for (const note of notes) note.soon();
  }

  async #copied(): Promise<void> {
    const { logger } = this.options;
    try {
      const former = await this.#parts.identity.renew();
      if (former === null || this.#closing !== null) return;
      logger.warn(`The profile of node ${former} was copied and is in use twice; this node is ${this.id} from now on.`);
      this.events.add('new-id', {});
      this.#moved();
    } catch (error) {
      logger.error(`The new id could not be saved: ${(error as Error).message}`);
    }
  }

  /** Peers need to learn its new id, or where it listens. */
  #moved(): void {
    this.#parts.network.renewed();
    this.#changed();
  }
}
