import { Backups } from '../backup/backups';
import { Events } from '../net/events';
import { InterfaceWatch } from '../net/interfaces';
import { Network } from '../net/network';
import { Door } from '../net/server/door';
import { NodeServer } from '../net/server/server';
import type { Service } from '../net/service';
import { after, timing } from '../net/soon';
import { dial } from '../net/wire/dial';
import { type NodeId, writerOf } from '../store/stamp';
import { Activity } from './activity';
import { Changes } from './changes';
import { Entries } from './entries';
import { Identity } from './identity';
import { Keeper } from './keeper';
import { Listening } from './listening';
import { Peering } from './peering';
import { Privacy } from './privacy';
import type { NodeOptions, Opened } from './read-profile';
import { SavedNote } from './saved-note';
import { Writes } from './writes';

/**
 * Peers change often while links come and go: they are written this long after the first change, or when a choice of the user
 * about them is to be acknowledged.
 */
const SAVE_PEERS_MS = 500;
/** A lost cursor costs a comparison, not an entry. */
const SAVE_CURSORS_MS = 5_000;

/** The node that the parts make. */
export interface PartsHost {
  readonly service: Service;
  /** Something else than entries changed. */
  changed(): void;
  /** Another node has this one's id, and keeps it. */
  copied(): void;
  /** It listens, which it could not at first. */
  opened(): void;
}

/** The parts of a node, each made with those that it works with. Nothing runs yet. */
export class Parts {
  readonly identity: Identity;
  readonly events: Events;
  readonly changes: Changes;
  readonly entries: Entries;
  readonly keeper: Keeper;
  readonly writes: Writes;
  readonly backups: Backups;
  readonly network: Network;
  /** What the profile keeps of the network, as that changes. */
  readonly notes: readonly SavedNote[];
  readonly peers: Peering;
  readonly privacy: Privacy;
  readonly door: Door;
  readonly server: NodeServer;
  readonly listening: Listening;

  constructor(host: PartsHost, options: NodeOptions, { database, lineage, keyring, settings }: Opened) {
    const { logger, now, random, path, disk, version } = options;
    const changed = (): void => host.changed();
    const nameOf = (writer: NodeId): string => this.nameOf(writer);
    const card = (): ReturnType<Identity['card']> => this.identity.card();
    const events = new Events(now);
    this.events = events;
    this.changes = new Changes(database);
    this.entries = new Entries(database, this.changes, nameOf);
    this.keeper = new Keeper(
      {
        ...{ database, disk, logger, now, after, changed },
        refused: (why, key, count) => events.add('refused', { key, why, count }),
      },
      settings.acknowledge,
    );
    this.identity = new Identity(
      { notes: this.keeper, database, lineage, version, port: () => this.listening.port },
      settings,
    );
    this.writes = new Writes({
      ...{ database, keeper: this.keeper, changes: this.changes },
      activity: new Activity(events, database, nameOf),
      written: () => this.network.written(),
      changed: () => this.network.storeChanged(),
    });
    this.backups = new Backups({
      ...{ notes: this.keeper, database, folder: options.backups, now, changed },
      name: () => this.identity.name,
      merge: (entries) => this.writes.restore(entries),
      putAll: (values) => this.writes.putAll(values),
      tell: (kind, about) => events.add(kind, about),
    });
    this.network = new Network(
      {
        ...{ database, events, logger, now, random, path, card, timing, dial, changed },
        interfaces: new InterfaceWatch(),
        apply: (entries, from) => this.writes.merge(entries, from),
        create: (key, value) => this.writes.learn(key, value),
        copied: () => host.copied(),
        secret: () => keyring.secret,
      },
      settings.peers,
      settings.cursors,
      settings.nearby,
    );
    const failed = (error: unknown): void => logger.error(`A note was not saved: ${String(error)}`);
    const peers = new SavedNote(this.keeper, 'peers', () => this.network.peers.all, SAVE_PEERS_MS, failed);
    const cursors = new SavedNote(this.keeper, 'cursors', () => this.network.cursors(), SAVE_CURSORS_MS, failed);
    this.notes = [peers, cursors];
    this.peers = new Peering({
      ...{ network: this.network, card },
      networkKey: () => keyring.networkKey,
      saved: () => peers.saved(),
    });
    this.door = new Door(events);
    this.server = new NodeServer({
      ...{ path, logger, card, service: host.service, door: this.door },
      accept: (link) => this.network.accept(link),
      secrets: () => keyring.secrets,
    });
    this.privacy = new Privacy({ keyring, network: this.network, server: this.server, changed });
    this.listening = new Listening({
      logger,
      listen: async () => {
        const port = await this.server.listen(options.ports);
        // It has the port all the same.
        await keyring.offer(port).catch((error: Error) => {
          const what = `Programs of this user cannot come in by a key of their own (${error.message})`;
          logger.warn(`${what}; see that the profile can be written, then open this node again.`);
        });
        return port;
      },
      opened: () => host.opened(),
    });
  }

  /** The writing node's name, as far as this one knows it. */
  nameOf(writer: NodeId): string {
    const { id, name, former } = this.identity;
    const { node } = writerOf(writer);
    if (node === id) return name;
    const own = node === former?.id ? name : null;
    return this.network.peers.byId(node)?.name ?? own ?? node.slice(0, 6);
  }
}
