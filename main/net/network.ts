import { Refused } from '../store/refusal';
import type { NodeId } from '../store/stamp';
import { type Address, addressText, parseAddress } from './address';
import { alreadyLinked, full } from './admission';
import { type Dialled, dial, OtherNode } from './client';
import type { Contact, PeerStatus, Session } from './contact';
import { Contacts } from './contacts';
import type { Cursors } from './cursors';
import { courseAddress } from './gossip';
import { InterfaceWatch } from './interfaces';
import type { Link } from './link';
import { Links, type LinksHost } from './links';
import type { Peers } from './peers';
import { soon } from './soon';

/** A change that has come to rest is told within two ticks. */
const TICK_MS = 100;
/** A node that was not called for so long was asleep with its machine. */
const ASLEEP_MS = 3_000;

export interface NetworkHost extends Omit<LinksHost, 'learned'> {
  readonly path: string;
}

/** All that this node has to do with others: whom it knows, to whom it is linked, when it dials again. */
export class Network {
  readonly #contacts: Contacts;
  readonly #links: Links;
  #timer: NodeJS.Timeout | null = null;
  #attempts = 0;
  readonly #interfaces = new InterfaceWatch();
  #lastTick = Number.POSITIVE_INFINITY;

  constructor(
    readonly host: NetworkHost,
    readonly peers: Peers,
    cursors: Cursors,
  ) {
    this.#contacts = new Contacts(peers);
    this.#links = new Links({ ...host, learned: () => this.#tick() }, peers, this.#contacts, cursors);
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const contact of this.#contacts.all) this.#links.close(contact, 'closing');
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
    const linked = new Set(this.#contacts.linkedIds);
    if (known !== undefined && this.#contacts.of(known).session !== null) throw alreadyLinked(text);
    const dialled = await this.#reach(address, null);
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
    const contact = this.#contacts.find(handle);
    contact.record.removed = true;
    this.#links.close(contact, 'removed');
    this.host.changed();
  }

  /** Dials it also where there are links enough, as long as there is room. @throws Refused `not-found`, `too-many-links` */
  retryPeer(handle: string): void {
    const contact = this.#contacts.find(handle);
    if (contact.session !== null) return;
    if (this.#contacts.isFull) throw full().refusal;
    contact.wanted = true;
    contact.backoff.reset();
    this.#tick();
    this.host.changed();
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

  /** The store changed: tells the peers that wait for nothing at once, and all of them of all that changed in this turn. */
  readonly storeChanged = soon(
    () => this.#pump((sync) => sync.isQuiet),
    () => this.#pump(() => true),
  );

  /** Something was written here: the peers that wait for nothing are told before anything else is done with it. */
  written(): void {
    this.#pump((sync) => sync.isQuiet);
    this.storeChanged();
  }

  #pump(whom: (sync: Session['sync']) => boolean): void {
    for (const { sync } of this.#contacts.sessions) if (whom(sync)) sync.pump();
  }

  renamed(name: string): void {
    this.#links.renamed(name);
  }

  /** How far the feeds of others were read, to be kept over restarts. */
  cursors(): Cursors['all'] {
    return this.#links.cursorsNow();
  }

  /** The peers that were not removed. */
  statuses(): PeerStatus[] {
    const now = this.host.now();
    const known = this.peers.all.filter(({ removed }) => !removed).map((record) => this.#contacts.of(record));
    return known.map((contact) => contact.status(now, this.#contacts.isEnoughFor(contact)));
  }

  /** As the course's `peers` answers: whom this node is linked to. */
  courseAddresses(): string[] {
    return this.#contacts.all
      .filter(({ session, record }) => session !== null && record.addresses.length > 0)
      .map(({ record }) => courseAddress(record.addresses[0] as string));
  }

  #tick(): void {
    if (this.#timer === null) return;
    const now = this.host.now();
    const woke = now - this.#lastTick > ASLEEP_MS;
    this.#lastTick = now;
    if (this.#interfaces.changed(now) || woke) this.#probeAll();
    for (const { sync } of this.#contacts.sessions) sync.tick();
    for (const contact of this.#contacts.dropStale()) this.#links.close(contact, 'closing');
    for (const contact of this.#contacts.due(this.host.now(), this.host.random)) void this.#dial(contact);
  }

  /** This machine woke, or is on another network: who could not be reached may be now, and who was linked may be gone. */
  #probeAll(): void {
    for (const { backoff, session } of this.#contacts.all) {
      backoff.hasten();
      if (session?.kind === 'node') session.sync.probe();
    }
  }

  /** Tries a peer's addresses in turn. */
  async #dial(contact: Contact): Promise<void> {
    contact.dialling = true;
    let why = new Refused('nobody-there', 'No address leads to this peer any more.');
    for (const address of contact.record.addresses) {
      try {
        const dialled = await this.#reach(parseAddress(address), contact.record.id);
        await this.#welcome(dialled, address, contact);
        break;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        why = error;
        if (error.code === 'itself') this.peers.forget(contact.record, address);
        if (error instanceof OtherNode) this.#found(error.id, address);
        // It is there, and was refused: its other addresses lead to the same node.
        if (error.code === 'other-rule' || error.code === 'too-many-links') break;
      }
    }
    contact.dialling = false;
    // Unless it was counted: a link was refused, or lost at once.
    if (contact.isDue(this.host.now())) contact.failed(why, this.host.now(), this.host.random());
    this.host.changed();
  }

  /** A peer moved here: it is dialled at once. */
  #found(id: NodeId, address: string): void {
    const record = this.peers.found(id, address);
    if (record !== undefined) this.#contacts.of(record).backoff.reset();
  }

  #reach(address: Address, expected: NodeId | null): Promise<Dialled> {
    this.#attempts += 1;
    return dial(address, { path: this.host.path, card: this.host.card(), expected, attempt: this.#attempts });
  }

  /** As `Links.admit`, with a note of a refusal. */
  #admit(link: Link, address: string | null): Promise<Refused | null> {
    try {
      return this.#links.admit(link, address);
    } catch (error) {
      const { name: peer, id: peerId } = link.card;
      if (error instanceof Refused) this.host.events.add('refused', { peer, peerId, why: error });
      throw error;
    }
  }

  /** Resolves once the other side has taken the link, or with why not. @throws Refused where this side does not */
  async #welcome(dialled: Dialled, address: string, contact: Contact | null): Promise<Refused | null> {
    if (this.#timer === null || contact?.record.removed) {
      if (dialled.kind === 'node') dialled.link.close('closing');
      else dialled.socket.close();
      throw new Refused('closed', 'The node is closing, or the peer was removed meanwhile.');
    }
    if (dialled.kind === 'node') return this.#admit(dialled.link, address);
    this.#links.joinCourse(dialled.socket, address);
    return null;
  }
}
