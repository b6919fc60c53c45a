import type { Events } from '../events';
import { full, unwelcome } from './admission';
import type { Contact } from './contact';
import type { Contacts } from './contacts';
import type { Links } from './links';
import { PeerEvents } from './peer-events';
import { handleOf, type PeerRecord } from './peers';

export interface PeerChoicesHost {
  readonly events: Events;
  /** The peers or their states changed. */
  changed(): void;
  /** There may be peers to dial now. */
  due(): void;
}

/** What the user chose about the peers that are known: whom to remove, to forget, to pause, or to dial now. */
export class PeerChoices {
  constructor(
    readonly host: PeerChoicesHost,
    readonly contacts: Contacts,
    readonly links: Links,
  ) {}

  /** It stays paused, in case that is undone. @throws Refused `not-found` */
  remove(handle: string): void {
    const contact = this.contacts.find(handle);
    contact.record.removed = true;
    this.links.close(contact, 'removed');
    this.host.changed();
  }

  /** Undoes a removal, and dials, unless it is paused, once there is room. @throws Refused `not-found` */
  keep(handle: string): void {
    const record = this.contacts.peers.byHandle(handle);
    if (record !== undefined) record.removed = false;
    this.#want(this.contacts.find(handle));
  }

  /**
   * Dials it even if there are links enough, while there is room.
   * @throws Refused `not-found`, `paused`, `too-many-links`
   */
  retry(handle: string): void {
    const contact = this.contacts.find(handle);
    if (contact.session !== null) return;
    const objection = unwelcome(contact.record) ?? (this.contacts.isFull ? full() : null);
    if (objection !== null) throw objection.refusal;
    this.#want(contact);
  }

  #want(contact: Contact): void {
    contact.wanted = !contact.record.paused;
    contact.backoff.reset();
    this.host.due();
    this.host.changed();
  }

  /**
   * Lets go of peers without a link, paused or not, until they are met or told of again. Others are left alone. Returns
   * how many it let go of.
   */
  forget(handles: readonly string[]): number {
    const { peers } = this.contacts;
    const wanted = new Set(handles);
    const known = peers.all.filter((record) => !record.removed && wanted.has(handleOf(record)));
    const idle = known.filter((record) => !peers.isLinked(record));
    // One may be between a link and the newer one.
    for (const record of idle) this.links.close(this.contacts.of(record), 'closing');
    peers.drop(idle);
    this.host.changed();
    return idle.length;
  }

  /** Undoes `forget`. */
  recall(handles: readonly string[]): void {
    this.contacts.peers.restore(handles);
    this.host.due();
    this.host.changed();
  }

  /**
   * Pauses or resumes a peer, or all that are known now: a paused one is neither dialled nor let in; a resumed one is
   * dialled at once. Who is no peer yet may still link.
   * @param handle `null` for all
   * @throws Refused `not-found`
   */
  setPaused(handle: string | null, isPaused: boolean): void {
    if (handle === null) this.#setAllPaused(isPaused);
    else this.#setPaused(this.contacts.find(handle), isPaused);
    this.host.due();
    this.host.changed();
  }

  /** The user asked for a link to a peer, which may be removed or paused. */
  welcome(record: PeerRecord): void {
    record.removed = false;
    if (!record.paused) return;
    const contact = this.contacts.of(record);
    contact.resumed();
    new PeerEvents(this.host.events, contact).paused(false);
  }

  #setPaused(contact: Contact, isPaused: boolean): void {
    if (contact.record.paused === isPaused) return;
    this.#set(contact, isPaused);
    // Asked for by name, it is dialled also where there are links enough.
    contact.wanted = !isPaused;
    new PeerEvents(this.host.events, contact).paused(isPaused);
  }

  /** One event, however many they are. */
  #setAllPaused(isPaused: boolean): void {
    const others = this.contacts.peers.all.filter(({ removed, paused }) => !removed && paused !== isPaused);
    for (const record of others) this.#set(this.contacts.of(record), isPaused);
    if (others.length > 0) this.host.events.add(isPaused ? 'paused' : 'resumed', { count: others.length });
  }

  #set(contact: Contact, isPaused: boolean): void {
    if (!isPaused) return contact.resumed();
    contact.record.paused = true;
    this.links.close(contact, 'paused');
  }
}
