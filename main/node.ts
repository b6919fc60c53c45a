import * as v from 'valibot';
import { Activity } from './activity';
import { Backups } from './backup/backups';
import { RESCUE } from './backup/rescue';
import { Changes, type NodeListener } from './changes';
import { Damaged } from './disk/damaged';
import { FINGERPRINT, type Notes } from './disk/disk';
import type { KeyStore } from './disk/key-store';
import { Entries } from './entries';
import { Identity } from './identity';
import { Keeper, type KeeperHost } from './keeper';
import { Keyring, type KeyWish, networkSecret } from './keyring';
import { Listening } from './listening';
import { Events } from './net/events';
import { InterfaceWatch, networkAddresses } from './net/interfaces';
import { parseInvitation } from './net/invitation';
import type { Logger } from './net/logger';
import { Network } from './net/network';
import type { NetworkKey } from './net/network-key';
import { isHeldUp } from './net/peers/peer-status';
import { type Card, MAX_ADDRESSES, nameSchema, PROTOCOL } from './net/protocol';
import { NodeServer, type PortTaken } from './net/server/server';
import type { Acknowledge, NodeStatus, Service } from './net/service';
import { after, timing } from './net/soon';
import { dial } from './net/wire/dial';
import { Peering } from './peering';
import { restampAll } from './restamp';
import {
  beginEpoch,
  checkRule,
  readSettings,
  SavedNote,
  type Settings,
  saveAcknowledge,
  saveName,
  saveNearby,
  type Wishes,
} from './settings';
import { sha256 } from './sha256';
import type { RescueStatus } from './status';
import { Clock } from './store/clock';
import { Database, type KeyValue, type RefusedAt } from './store/database';
import type { Lineage } from './store/lineage';
import { Refused } from './store/refusal';
import type { Snapshot } from './store/snapshot';
import { type NodeId, writerOf } from './store/stamp';
import type { JsonText, Key } from './store/text';
import { Writes } from './writes';

export interface NodeOptions extends Wishes {
  readonly keys: KeyStore;
  /** The profile's network key from now on; `undefined` leaves it as it is. */
  readonly networkKey: KeyWish;
  readonly logger: Logger;
  readonly version: string;
  readonly path: string;
  /** Tried in turn; 0 means any free one. */
  readonly ports: readonly number[];
  /** The folder of its backups unless its user chose another; `null` for none. */
  readonly backups: string | null;
  /** Addresses to link to from the start. */
  readonly peers: readonly string[];
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * Peers change often while links come and go: they are written this long after the first change, or when a choice of the user
 * about them is to be acknowledged.
 */
const SAVE_PEERS_MS = 500;
/** A lost cursor costs a comparison, not an entry. */
const SAVE_CURSORS_MS = 5_000;

/**
 * A node: the database, its disk and its network, and everything that can be asked of it. The window, the command
 * line's server and the sockets use this one class. A write here is acknowledged once the disk has it, unless its user
 * chose otherwise.
 */
export class Node implements Service {
  name: string;
  readonly events: Events;
  readonly backups: Backups;
  readonly entries: Entries;
  readonly peers: Peering;
  readonly #network: Network;
  readonly #server: NodeServer;
  readonly #listening: Listening;
  readonly #notes: readonly SavedNote[];
  readonly #changes: Changes;
  readonly #keeper: Keeper;
  readonly #writes: Writes;
  readonly #identity: Identity;
  #closing: Promise<void> | null = null;
  #rescue: RescueStatus | null;

  private constructor(
    readonly options: NodeOptions,
    readonly database: Database,
    readonly lineage: Lineage,
    readonly keyring: Keyring,
    { peers, cursors, name, acknowledge, nearby, former, rescue }: Settings,
  ) {
    this.name = name;
    this.#rescue = rescue;
    this.#changes = new Changes(database);
    this.entries = new Entries(database, this.#changes, (writer) => this.nameOf(writer));
    const { logger, now, random, path, disk } = options;
    const events = new Events(now);
    this.events = events;
    const card = (): Card => this.#card();
    const changed = (): void => this.#statusChanged();
    const refused: KeeperHost['refused'] = (why, key, count) => events.add('refused', { key, why, count });
    this.#keeper = new Keeper({ database, disk, logger, now, after, changed, refused }, acknowledge);
    this.#writes = new Writes({
      ...{ database, keeper: this.#keeper, changes: this.#changes },
      activity: new Activity(events, database, (id) => this.nameOf(id)),
      written: () => this.#network.written(),
      changed: () => this.#network.storeChanged(),
    });
    this.#identity = new Identity(this.#keeper, database.clock, former);
    this.backups = new Backups({
      ...{ notes: this.#keeper, database, folder: options.backups, now },
      name: () => this.name,
      merge: (entries) => this.#writes.restore(entries),
      putAll: (values) => this.#writes.putAll(values),
      tell: (kind, about) => events.add(kind, about),
      changed,
    });
    this.#network = new Network(
      {
        ...{ database, events, logger, now, random, path, card, timing, dial },
        interfaces: new InterfaceWatch(),
        apply: (entries, from) => this.#writes.merge(entries, from),
        create: (key, value) => this.#writes.learn(key, value),
        changed,
        copied: () => void this.#copied(),
        secret: () => keyring.secret,
      },
      peers,
      cursors,
      nearby,
    );
    const failed = (error: unknown): void => logger.error(`A note was not saved: ${String(error)}`);
    const peersNote = new SavedNote(this.#keeper, 'peers', () => this.#network.peers.all, SAVE_PEERS_MS, failed);
    const cursorsNote = new SavedNote(this.#keeper, 'cursors', () => this.#network.cursors(), SAVE_CURSORS_MS, failed);
    this.#notes = [peersNote, cursorsNote];
    this.peers = new Peering({
      ...{ network: this.#network, card },
      networkKey: () => this.networkKey,
      saved: () => peersNote.saved(),
    });
    this.#server = new NodeServer({
      ...{ path, logger, card, service: this },
      accept: (link) => this.#network.accept(link),
      secrets: () => keyring.secrets,
    });
    this.#listening = new Listening({
      logger,
      listen: async () => {
        const port = await this.#server.listen(options.ports);
        // It has the port all the same.
        await keyring.offer(port).catch((error: Error) => {
          const what = `Programs of this user cannot come in by a key of their own (${error.message})`;
          logger.warn(`${what}; see that the profile can be written, then open this node again.`);
        });
        return port;
      },
      opened: () => this.#moved(),
    });
  }

  /**
   * Reads the disk, listens, and begins to link. A port that is taken is reported by `listenProblem`, not thrown, and
   * tried again.
   * @throws Damaged if the disk holds other entries than were written to it; Refused `other-rule`, `key-unreadable`
   */
  static async open(options: NodeOptions): Promise<Node> {
    await checkRule(options);
    const keyring = new Keyring(options.keys);
    await keyring.open(options.networkKey);
    const settings = await readSettings(options);
    const database = new Database(settings.rule, new Clock(settings.id, options.now), sha256);
    const written = await options.disk.readNote(FINGERPRINT);
    for await (const entries of options.disk.entries()) database.load(entries);
    if (written !== undefined && written !== database.fingerprint) throw new Damaged('some of its entries are gone');
    const { lineage, written: begun } = await beginEpoch(options.disk, database.feed.head);
    // Making the node's parts takes as long as that takes to reach the disk.
    const node = new Node(options, database, lineage, keyring, settings);
    await begun;
    try {
      await node.#start();
    } catch (error) {
      await node.close();
      throw error;
    }
    return node;
  }

  get id(): NodeId {
    return this.database.clock.node;
  }

  get port(): number | null {
    return this.#listening.port;
  }

  get listenProblem(): PortTaken | null {
    return this.#listening.problem;
  }

  get(key: Key): JsonText | null {
    return this.database.winner(key)?.value ?? null;
  }

  create(key: Key, value: JsonText, time?: number): Promise<void> {
    return this.#writes.create(key, value, time);
  }

  put(key: Key, value: JsonText | null): Promise<void> {
    return this.#writes.put(key, value);
  }

  putAll(values: readonly KeyValue[]): Promise<RefusedAt[]> {
    return this.#writes.putAll(values);
  }

  /** Writes again what an entry in the key's history says. */
  putBack(key: Key, stamp: string): Promise<void> {
    return this.put(key, this.database.versionAt(key, stamp).value);
  }

  async restamp(): Promise<number> {
    if (!this.#network.statuses().some(isHeldUp)) return 0;
    const written = await restampAll(this.database, (keys) => this.#writes.restamp(keys));
    if (written > 0) this.#network.restamped();
    return written;
  }

  /**
   * @param isWanted whether the user still wants it, once the inviting node has answered
   * @throws Refused as `parseInvitation` and `Network.seek`; `cancelled`
   */
  async takeKey(invitation: string, isWanted?: () => boolean): Promise<void> {
    const read = parseInvitation(invitation);
    if (read.key === null || read.key === this.networkKey) return;
    await this.#network.seek(read, await networkSecret(read.key), isWanted);
    await this.setNetworkKey(read.key);
  }

  /** @throws Refused `bad-name`, `disk` */
  async rename(name: string): Promise<void> {
    const checked = v.safeParse(nameSchema, name);
    if (!checked.success)
      throw new Refused('bad-name', 'A name has 1 to 60 characters, none of which ends a line or sets a direction.');
    await saveName(this.#keeper, checked.output);
    this.name = checked.output;
    this.#network.renamed(this.name);
    this.#statusChanged();
  }

  /** From the next write on; kept in the profile. @throws Refused `disk` */
  async setAcknowledge(acknowledge: Acknowledge): Promise<void> {
    await saveAcknowledge(this.#keeper, acknowledge);
    this.#keeper.acknowledge = acknowledge;
    this.#statusChanged();
  }

  /** Whether to announce itself on its networks and list others there; kept in the profile. @throws Refused `disk` */
  async setNearby(isWanted: boolean): Promise<void> {
    await saveNearby(this.#keeper, isWanted);
    this.#network.setNearby(isWanted);
    this.#statusChanged();
  }

  get networkKey(): NetworkKey | null {
    return this.keyring.networkKey;
  }

  async setNetworkKey(key: NetworkKey | null): Promise<void> {
    if (!(await this.keyring.set(key))) return;
    this.#network.rekeyed();
    this.#server.hangUp();
    this.#statusChanged();
  }

  /** @throws Refused `disk` */
  async dismissRescue(): Promise<void> {
    await this.#keeper.writeNote(RESCUE, null);
    this.#rescue = null;
    this.#statusChanged();
  }

  /** Small settings that the profile keeps for other parts of the app. */
  get notes(): Notes {
    return this.#keeper;
  }

  status(): NodeStatus {
    const { rule, fingerprint, size, conflicted } = this.database;
    return {
      id: this.id,
      former: this.#identity.former,
      name: this.name,
      version: this.options.version,
      rule,
      port: this.port,
      addresses: this.port === null ? [] : networkAddresses(this.port),
      private: this.networkKey !== null,
      fingerprint,
      keys: size,
      conflicts: conflicted.size,
      peers: this.#network.statuses(),
      nearby: this.#network.nearby(),
      door: this.#server.door.status,
      profile: this.options.profile,
      disk: this.#keeper.status(),
      rescue: this.#rescue,
      backups: this.backups.status(),
    };
  }

  snapshot(): Snapshot {
    return this.database.snapshot();
  }

  listen(listener: NodeListener): () => void {
    return this.#changes.listen(listener);
  }

  /** The writing node's name, as far as this one knows it. */
  nameOf(writer: NodeId): string {
    const { node } = writerOf(writer);
    if (node === this.id) return this.name;
    const own = node === this.#identity.former?.id ? this.name : null;
    return this.#network.peers.byId(node)?.name ?? own ?? node.slice(0, 6);
  }

  /** Who asks again waits for the same end: what is under way must not be cut off by a process that exits. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await this.#listening.stop();
    await this.#network.stop();
    await this.#server.close();
    // What stays there is of a process that has ended: no reason to leave the disk open.
    await this.options.keys.withdraw().catch(() => {});
    await this.backups.close();
    for (const note of this.#notes) await note.now().catch(() => {});
    await this.#keeper.close();
  }

  async #start(): Promise<void> {
    await this.#listening.start();
    for (const address of this.options.peers) this.#network.remember(address);
    this.#network.start();
    await this.backups.start();
  }

  #statusChanged(): void {
    this.#changes.status();
    if (this.#closing === null) for (const note of this.#notes) note.soon();
  }

  /** Another node has this one's id, and keeps it. */
  async #copied(): Promise<void> {
    const { logger } = this.options;
    try {
      const former = await this.#identity.renew();
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
    this.#network.renewed();
    this.#statusChanged();
  }

  #card(): Card {
    const { port } = this;
    const addresses = port === null ? [] : networkAddresses(port).map(({ address }) => address);
    return {
      protocol: PROTOCOL,
      id: this.id,
      former: this.#identity.former?.id ?? null,
      name: this.name,
      version: this.options.version,
      rule: this.database.rule,
      port,
      addresses: addresses.slice(0, MAX_ADDRESSES),
      ...this.lineage,
      entries: this.database.feed.size,
    };
  }
}
