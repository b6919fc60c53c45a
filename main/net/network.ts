import { Refused } from '../store/refusal';
import type { NodeId } from '../store/stamp';
import { addressText, parseAddress } from './address';
import {
  addressesOf,
  alreadyLinked,
  full,
  isPreferred,
  MAX_LINKS,
  type Objection,
  objection,
  whyLost,
} from './admission';
import { type Dialled, dial } from './client';
import { Contact, type PeerStatus, type Session } from './contact';
import type { CourseSocket } from './course-socket';
import { type CourseHost, CourseSync } from './course-sync';
import { courseAddress, learn, peersFor } from './gossip';
import type { Link } from './link';
import type { PeerRecord, Peers } from './peers';
import type { Card, Farewell, Message } from './protocol';
import { Sync, type SyncHost } from './sync';

/** Dials at once: one absent friend must not hold up the others. */
const MAX_DIALS = 8;
const TICK_MS = 250;

export interface NetworkHost extends SyncHost, Omit<CourseHost, 'learn' | 'port'> {
  /** Who this node is, now. */
  card(): Card;
  readonly path: string;
  /** The peers or their states changed. */
  changed(): void;
}

/**
 * All that this node has to do with others: whom it knows, to whom it is linked, when it dials again. One link a node,
 * whoever dialled. It must never link to itself, to a removed peer, or to a node of another rule.
 */
export class Network {
  readonly #contacts = new Map<PeerRecord, Contact>();
  /** How far the feed of each node was read, in its epoch. Bounded by the nodes ever linked in this run. */
  readonly #cursors = new Map<NodeId, { epoch: string; cursor: number }>();
  #timer: NodeJS.Timeout | null = null;
  #pumping = false;

  constructor(
    readonly host: NetworkHost,
    readonly peers: Peers,
  ) {}

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const contact of this.#contacts.values()) this.#close(contact, 'closing');
  }

  /** Remembers an address to dial, now and later, without waiting. @throws Refused `bad-address`, `bad-port` */
  remember(address: unknown): void {
    const record = this.peers.add(addressText(parseAddress(address)), null);
    if (record !== null) record.removed = false;
  }

  /**
   * Links to whatever is at an address; remembers it only if that worked.
   * @param near the host that a port alone is on
   * @throws Refused as `dial`, and `already-linked`, `other-rule`, `peer-refused`, `too-many-links`
   */
  async addPeer(input: unknown, near?: string): Promise<void> {
    const address = parseAddress(input, near);
    const text = addressText(address);
    const known = this.peers.byAddress(text);
    const linked = new Set(this.#linkedIds());
    if (known !== undefined && this.#contact(known).session !== null) throw alreadyLinked(text);
    const dialled = await dial(address, { path: this.host.path, card: this.host.card() });
    if (dialled.kind === 'node') {
      const removed = this.peers.byId(dialled.link.card.id);
      if (removed !== undefined) removed.removed = false;
    } else if (known !== undefined) {
      known.removed = false;
    }
    const lost = await this.#welcome(dialled, text, null);
    if (lost !== null) throw lost;
    if (dialled.kind === 'node' && linked.has(dialled.link.card.id)) throw alreadyLinked(text);
  }

  /** @throws Refused `not-found` */
  removePeer(handle: string): void {
    const record = this.#find(handle);
    record.removed = true;
    this.#close(this.#contact(record), 'removed');
    this.host.changed();
  }

  /** @throws Refused `not-found` */
  retryPeer(handle: string): void {
    this.#contact(this.#find(handle)).backoff.reset();
    this.#tick();
  }

  /** A node dialled this one. */
  accept(link: Link): void {
    try {
      void this.#admit(link, null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.host.logger.info(`Did not link to ${link.card.name} (${link.host}): ${error.message}`);
    }
  }

  /** The store changed: tells every peer, once for all changes of this turn of the event loop. */
  storeChanged(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      for (const { session } of this.#contacts.values()) session?.sync.pump();
    });
  }

  renamed(name: string): void {
    for (const { link } of this.#links()) link.send({ type: 'name', name });
  }

  /** The peers that were not removed. */
  statuses(): PeerStatus[] {
    const now = this.host.now();
    return this.peers.all.filter(({ removed }) => !removed).map((record) => this.#contact(record).status(now));
  }

  /** As the course's `peers` answers: whom this node is linked to. */
  courseAddresses(): string[] {
    return [...this.#contacts.values()]
      .filter(({ session, record }) => session !== null && record.addresses.length > 0)
      .map(({ record }) => courseAddress(record.addresses[0] as string));
  }

  #tick(): void {
    const now = this.host.now();
    for (const { session } of this.#contacts.values()) session?.sync.tick();
    const known = new Set(this.peers.all);
    for (const contact of this.#contacts.values()) if (!known.has(contact.record)) this.#drop(contact);
    for (const record of known) {
      const contact = this.#contact(record);
      if (contact.isDue(now) && this.#hasRoom()) void this.#dial(contact);
    }
  }

  #hasRoom(): boolean {
    const contacts = [...this.#contacts.values()];
    const dials = contacts.filter(({ dialling }) => dialling).length;
    return dials < MAX_DIALS && dials + contacts.filter(({ session }) => session !== null).length < MAX_LINKS;
  }

  /** Tries a peer's addresses in turn. */
  async #dial(contact: Contact): Promise<void> {
    contact.dialling = true;
    let why = new Refused('nobody-there', 'No address leads to this peer any more.');
    for (const address of contact.record.addresses) {
      try {
        const dialled = await dial(parseAddress(address), { path: this.host.path, card: this.host.card() });
        await this.#welcome(dialled, address, contact);
        break;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        why = error;
        if (error.code === 'itself') this.peers.forget(contact.record, address);
      }
    }
    contact.dialling = false;
    // Unless it was counted: a link was refused, or lost at once.
    if (contact.isDue(this.host.now())) contact.failed(why, this.host.now(), this.host.random());
    this.host.changed();
  }

  /** Resolves once the other side has taken the link, or with why not. @throws Refused where this side does not */
  async #welcome(dialled: Dialled, address: string, contact: Contact | null): Promise<Refused | null> {
    if (this.#timer === null || contact?.record.removed) {
      if (dialled.kind === 'node') dialled.link.close('closing');
      else dialled.socket.close();
      throw new Refused('closed', 'The node is closing, or the peer was removed meanwhile.');
    }
    if (dialled.kind === 'node') return this.#admit(dialled.link, address);
    this.#joinCourse(dialled.socket, address);
    return null;
  }

  /** Resolves as `#welcome`. @throws Refused at once and closes the link, saying why */
  #admit(link: Link, address: string | null): Promise<Refused | null> {
    const own = this.host.card();
    const removed = this.peers.byId(link.card.id)?.removed ?? false;
    const reason = objection(link.card, own, removed);
    if (reason !== null && reason.farewell !== 'other-rule') refuse(link, reason);
    const record = this.peers.met({ ...link.card, addresses: addressesOf(link) }, address, this.host.now());
    if (record === null) return refuse(link, full());
    const contact = this.#contact(record);
    if (reason !== null) {
      contact.otherRule = link.card.rule;
      contact.failed(reason.refusal, this.host.now(), this.host.random());
      this.host.changed();
      refuse(link, reason);
    }
    if (contact.session?.kind === 'node') {
      if (!isPreferred(link, contact.session.link, own.id)) {
        link.close('duplicate');
        return Promise.resolve(null);
      }
      contact.session.link.close('duplicate');
    } else if (this.#sessions().length >= MAX_LINKS) {
      refuse(link, full());
    }
    return this.#join(contact, link);
  }

  #join(contact: Contact, link: Link): Promise<Refused | null> {
    const { id, epoch } = link.card;
    const known = this.#cursors.get(id);
    const cursor = known?.epoch === epoch ? known.cursor : 0;
    const sync = new Sync(this.host, id, cursor, (message) => link.send(message));
    contact.linked({ kind: 'node', link, sync });
    const taken = new Promise<Refused | null>((resolve) => {
      link.listen({
        message: (message) => {
          contact.taken();
          resolve(null);
          this.#receive(contact, link, sync, message);
        },
        closed: (farewell) => {
          this.#cursors.set(id, { epoch, cursor: sync.cursor });
          if (contact.session?.kind === 'node' && contact.session.link === link) this.#lost(contact, farewell);
          resolve(farewell === 'duplicate' ? null : whyLost(farewell));
        },
      });
    });
    sync.start();
    this.#introduce();
    this.host.changed();
    return taken;
  }

  #joinCourse(socket: CourseSocket, address: string): void {
    const record = this.peers.metCourse(address, this.host.now());
    const linked = record !== null && this.#contact(record).session !== null;
    if (record === null || linked || this.#sessions().length >= MAX_LINKS) {
      socket.close();
      throw linked ? alreadyLinked(address) : full().refusal;
    }
    const { host } = parseAddress(address);
    const contact = this.#contact(record);
    const told = (addresses: readonly unknown[]) =>
      addresses.slice(0, MAX_LINKS).map((text) => ({ id: null, name: null, addresses: [String(text)] }));
    const sync = new CourseSync(
      {
        database: this.host.database,
        logger: this.host.logger,
        now: this.host.now,
        create: (key, value) => this.host.create(key, value),
        port: () => this.host.card().port,
        learn: (addresses) => this.#learn(told(addresses), { host, name: address }),
      },
      socket,
    );
    contact.linked({ kind: 'course', socket, sync });
    contact.taken();
    socket.onClosed(() => {
      if (contact.session?.kind === 'course' && contact.session.socket === socket) this.#lost(contact, null);
    });
    sync.tick();
    void sync.start();
    this.#introduce();
    this.host.changed();
  }

  #receive(contact: Contact, link: Link, sync: Sync, message: Message): void {
    switch (message.type) {
      case 'peers':
        return this.#learn(message.peers, { host: link.host, name: contact.record.name ?? link.card.name });
      case 'name':
        contact.record.name = message.name;
        return this.host.changed();
      case 'bye':
        return;
      default:
        sync.receive(message);
        this.host.changed();
    }
  }

  #learn(told: Parameters<typeof learn>[1], from: { host: string; name: string }): void {
    if (!learn(this.peers, told, from, this.host.card().id)) return;
    this.host.changed();
    this.#tick();
  }

  /** Tells everybody of everybody: few nodes, short lists, and only when a link is new. */
  #introduce(): void {
    const now = this.host.now();
    for (const { session, record } of this.#contacts.values()) if (session !== null) record.lastSeen = now;
    for (const { link } of this.#links()) {
      link.send({ type: 'peers', peers: peersFor(this.peers, { id: link.card.id, host: link.host }, now) });
    }
  }

  #lost(contact: Contact, farewell: Farewell | null): void {
    contact.session = null;
    contact.record.lastSeen = this.host.now();
    contact.failed(whyLost(farewell), this.host.now(), this.host.random());
    this.host.changed();
  }

  #close(contact: Contact, farewell: Farewell): void {
    const { session } = contact;
    if (session === null) return;
    contact.record.lastSeen = this.host.now();
    contact.session = null;
    if (session.kind === 'node') session.link.close(farewell);
    else session.socket.close();
  }

  /** Its record is gone: another node answers at its address. */
  #drop(contact: Contact): void {
    this.#close(contact, 'closing');
    this.#contacts.delete(contact.record);
  }

  #find(handle: string): PeerRecord {
    const record = this.peers.byHandle(handle) ?? this.peers.byAddress(handle);
    if (record === undefined || record.removed) throw new Refused('not-found', 'There is no such peer.');
    return record;
  }

  #contact(record: PeerRecord): Contact {
    let contact = this.#contacts.get(record);
    if (contact === undefined) {
      contact = new Contact(record);
      this.#contacts.set(record, contact);
    }
    return contact;
  }

  #sessions(): Session[] {
    return [...this.#contacts.values()].flatMap(({ session }) => session ?? []);
  }

  #links(): Extract<Session, { kind: 'node' }>[] {
    return this.#sessions().filter((session) => session.kind === 'node');
  }

  #linkedIds(): NodeId[] {
    return this.#links().map(({ link }) => link.card.id);
  }
}

function refuse(link: Link, { farewell, refusal }: Objection): never {
  link.close(farewell);
  throw refusal;
}
