import { Refused } from '../../store/refusal';
import type { NodeId } from '../../store/stamp';
import { parseAddress } from '../address';
import type { Events } from '../events';
import type { Card, Farewell, Message, Outgoing } from '../protocol';
import { atTurnsEnd } from '../soon';
import { Neighbours } from '../sync/neighbours';
import { Sync, type SyncHost, type SyncMessage } from '../sync/sync';
import { Turn } from '../sync/turn';
import type { CourseSocket } from '../wire/course-socket';
import type { End, Link } from '../wire/link';
import { alreadyLinked, full, whyLost } from './admission';
import type { Contact } from './contact';
import type { Contacts } from './contacts';
import { Copies } from './copies';
import { type CourseHost, CourseSync } from './course-sync';
import type { Cursors } from './cursors';
import { Entrance, isCurrent } from './entrance';
import { PeerEvents } from './peer-events';
import { PeerExchange, type PeerExchangeHost } from './peer-exchange';
import type { NodeSession } from './session';

/**
 * What pings alone change (latency, skew, traffic) is told so many ticks later, for all peers at once: each time that a
 * window hears of a change it takes in all of them, and in a class at rest pings would wake it ten times a second.
 */
const TELL_PINGS_TICKS = 10;

export interface LinksHost
  extends Omit<SyncHost, 'neighbours' | 'turn' | 'spread' | 'later'>,
    Omit<CourseHost, 'learn' | 'port' | 'events'>,
    PeerExchangeHost {
  readonly events: Events;
  /** Another live node has this one's id, and keeps it. */
  copied(): void;
}

/**
 * The links of this node, from their admission to their end: one a peer, whoever dialled. It must never keep a link to
 * itself, to a removed peer, or to a node of another rule.
 */
export class Links {
  readonly #turn = new Turn();
  readonly #neighbours = new Neighbours(this.#turn);
  readonly #syncHost: SyncHost;
  readonly #copies: Copies;
  readonly #entrance: Entrance;
  readonly #exchange: PeerExchange;
  /** Ticks since pings changed something that was not told; `null` where they did not. */
  #untold: number | null = null;
  /** Whether nodes came or went that the peers were not told of. */
  #areUntold = false;
  readonly #isFirst: () => boolean;

  constructor(
    readonly host: LinksHost,
    readonly contacts: Contacts,
    readonly cursors: Cursors,
  ) {
    this.#syncHost = {
      ...{ ...host, neighbours: this.#neighbours, turn: this.#turn },
      later: host.timing.later,
      spread: (from, headBefore) => this.#spread(from, headBefore),
    };
    const tell = (): void => {
      if (this.#areUntold) this.#tellLinks();
    };
    this.#isFirst = atTurnsEnd(tell, host.timing.later);
    this.#copies = new Copies(host);
    this.#exchange = new PeerExchange(host, contacts);
    this.#entrance = new Entrance(host, contacts, this.#copies, {
      join: (contact, link) => this.#join(contact, link),
      close: (contact, farewell) => this.close(contact, farewell),
      unspoken: (contact) => {
        if (contact.isReplaced) this.#lost(contact, null);
      },
    });
  }

  /** Tells every peer that this node is called otherwise. */
  renamed(name: string): void {
    for (const { link } of this.contacts.links) link.send({ type: 'name', name });
  }

  closeAll(): void {
    this.closeNative();
    for (const contact of this.contacts.all) this.close(contact, 'closing');
  }

  /** Closes the links to all native nodes, and those that may be in their place soon. */
  closeNative(): void {
    for (const contact of this.contacts.all) {
      contact.newer?.close('closing');
      contact.newer = null;
      if (contact.session?.kind !== 'course') this.close(contact, 'closing');
    }
  }

  /** Links to course nodes stay where this node has another id, which they do not know, or listens elsewhere. */
  tellPort(): void {
    for (const session of this.contacts.sessions) if (session.kind === 'course') session.sync.tellPort();
  }

  /** Call ten times a second. */
  tick(): void {
    for (const contact of this.contacts.all) {
      contact.look(this.host.now());
      if (contact.session?.kind === 'course') contact.session.sync.tick();
      else if (contact.session !== null) this.#tick(contact.session);
    }
    if (this.#untold !== null) this.#untold += 1;
    if (this.#untold === TELL_PINGS_TICKS) this.#changed();
  }

  #changed(): void {
    this.#untold = null;
    this.host.changed();
  }

  #tick({ link, sync, pulse }: NodeSession): void {
    const wasSuspect = pulse.isSuspect;
    sync.tick(wasSuspect);
    pulse.tick(sync.isDue);
    if (pulse.isSuspect !== wasSuspect) this.host.changed();
    if (pulse.isDead) link.close('stalled');
  }

  /** As `Neighbours.isNear`. */
  isNear(node: NodeId): boolean {
    return this.#neighbours.isNear(node);
  }

  /** As `Entrance.admit`. */
  admit(link: Link, address: string | null): Promise<Refused | null> {
    return this.#entrance.admit(link, address);
  }

  #join(contact: Contact, link: Link): Promise<Refused | null> {
    const { card } = link;
    // A new link begins with everything being handed on.
    this.#neighbours.need(card.id);
    const cursor = this.cursors.get(card.id, card);
    const events = this.#events(contact);
    const send = (message: Outgoing): void => {
      link.send(message);
      events.sent(message);
    };
    const sync = new Sync(this.#syncHost, card, cursor, send, () => link.close('stalled'));
    contact.linked({ kind: 'node', link, sync, pulse: contact.pulseOf(link) });
    const taken = new Promise<Refused | null>((resolve) => {
      link.listen({
        message: (message) => {
          // Who has no room names others before it says so: that alone takes no link.
          if (message.type !== 'peers') {
            if (contact.taken(this.host.now())) events.up();
            resolve(null);
          }
          events.received(message);
          this.#receive(contact, link, sync, message);
          if (sync.isInSync) events.inSync();
        },
        closed: (end) => {
          this.#remember(card, sync);
          sync.stop();
          if (isCurrent(contact, link)) this.#ended(contact, end);
          this.#copies.heed(end);
          resolve(end?.farewell === 'duplicate' ? null : whyLost(end));
        },
      });
    });
    if (isCurrent(contact, link)) {
      sync.start();
      this.#exchange.introduce(contact);
      this.#linksChanged();
    }
    this.host.changed();
    return taken;
  }

  /** Who is linked to that node fetches from it, too. */
  #spread(from: NodeId, headBefore: number): void {
    for (const { link, sync } of this.contacts.links) {
      if (this.#neighbours.tells(from, link.card.id)) sync.skip(headBefore);
    }
  }

  joinCourse(socket: CourseSocket, address: string): void {
    const record = this.contacts.peers.metCourse(address, this.host.now());
    const linked = record !== null && this.contacts.of(record).session !== null;
    if (record === null || linked || this.contacts.isFull) {
      socket.close();
      throw linked ? alreadyLinked(address) : full().refusal;
    }
    const { host } = parseAddress(address);
    const contact = this.contacts.of(record);
    const sync = new CourseSync(
      {
        ...this.host,
        port: () => this.host.card().port,
        learn: (addresses) => this.#exchange.learnAddresses(addresses, { host, name: address }),
        events: this.#events(contact),
      },
      socket,
    );
    contact.linked({ kind: 'course', socket, sync });
    if (contact.taken(this.host.now())) this.#events(contact).up();
    socket.onClosed(() => {
      if (contact.session?.kind === 'course' && contact.session.socket === socket) this.#lost(contact, null);
    });
    sync.tick();
    void sync.start();
    this.#exchange.introduce(contact);
    this.host.changed();
  }

  #receive(contact: Contact, link: Link, sync: Sync, message: Message): void {
    switch (message.type) {
      case 'peers':
        return this.#exchange.learn(message.peers, { host: link.host, name: contact.record.name ?? link.card.name });
      case 'name':
        contact.record.name = message.name;
        return this.host.changed();
      case 'links':
        return this.#neighbours.told(link.card.id, message.ids);
      case 'bye':
        return;
      default:
        if (this.#sync(link, sync, message)) this.#changed();
        else this.#untold ??= 0;
    }
  }

  /**
   * Returns whether that may be news for a user: pings seldom are. A peer that tells what the rule of the network
   * forbids breaks the protocol.
   */
  #sync(link: Link, sync: Sync, message: SyncMessage): boolean {
    const { isInSync } = sync;
    try {
      sync.receive(message);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      link.close('broken');
    }
    return (message.type !== 'ping' && message.type !== 'pong') || sync.isInSync !== isInSync;
  }

  /** Where the network heals, many links come and go in one turn of the event loop: peers hear twice of them at most. */
  #linksChanged(): void {
    if (this.#isFirst()) this.#tellLinks();
    else this.#areUntold = true;
  }

  #tellLinks(): void {
    this.#areUntold = false;
    const ids = this.contacts.linkedIds;
    for (const { link } of this.contacts.links) link.send({ type: 'links', ids });
  }

  #ended(contact: Contact, end: End | null): void {
    // Who dialled beside it may have closed it before the first word over the new one is here.
    if (end?.farewell !== 'duplicate' || contact.newer === null) return this.#lost(contact, end);
    this.close(contact, 'duplicate');
    contact.superseded(this.host.now(), this.host.random());
  }

  #lost(contact: Contact, end: End | null): void {
    const why = whyLost(end);
    if (end?.byPeer) contact.record.lastSeen = this.host.now();
    if (this.#unlink(contact)) this.#events(contact).down(why);
    else this.#events(contact).refused(why);
    contact.failed(why, this.host.now(), this.host.random());
    this.host.changed();
  }

  /** Also gives up the link that is to come in the place of one that was closed for it. */
  close(contact: Contact, farewell: Farewell): void {
    const { session } = contact;
    if (this.#unlink(contact, farewell === 'duplicate')) this.#events(contact).down(null);
    if (session?.kind === 'node') session.link.close(farewell);
    else session?.socket.close();
  }

  /** As `Contact.unlinked`. */
  #unlink(contact: Contact, isReplaced = false): boolean {
    const { session } = contact;
    const isNews = contact.unlinked(isReplaced);
    if (session?.kind === 'node') {
      const wanted = new Set(this.#neighbours.lost(session.link.card.id));
      for (const { link, sync } of this.contacts.links) if (wanted.has(link.card.id)) sync.relayAgain();
      this.#linksChanged();
    }
    return isNews;
  }

  #events(contact: Contact): PeerEvents {
    return new PeerEvents(this.host.events, contact);
  }

  cursorsNow(): Cursors['all'] {
    for (const { link, sync } of this.contacts.links) this.#remember(link.card, sync);
    return this.cursors.all;
  }

  #remember({ id, epoch }: Card, { cursor }: Sync): void {
    if (cursor !== null) this.cursors.set(id, epoch, cursor);
  }
}
