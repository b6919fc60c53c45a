import { Refused } from '../../store/refusal';
import type { NodeId } from '../../store/stamp';
import { MAX_LINKS } from '../protocol';
import { Contact } from './contact';
import { type PeerRecord, Peers } from './peers';
import type { NodeSession, Session } from './session';

/** Dials at once: one absent friend must not hold up the others. */
const MAX_DIALS = 8;
/** A node dials while it has fewer links; the rest up to `MAX_LINKS` is room for those who dial it. */
const DIALLED_LINKS = 24;
/** Links up to which it looks for parts of the network that it has lost, so many peers at once and so often. */
const SEARCHING_LINKS = 28;
const SEARCHES = 3;
const SEARCH_MS = 60_000;

/** The known peers, and the contact of each, one a record. */
export class Contacts {
  readonly peers: Peers;
  readonly #byRecord = new Map<PeerRecord, Contact>();
  #searchedAt = Number.NEGATIVE_INFINITY;

  constructor(records: readonly PeerRecord[]) {
    this.peers = new Peers(records, (record) => (this.#byRecord.get(record)?.session ?? null) !== null);
  }

  get all(): Contact[] {
    return [...this.#byRecord.values()];
  }

  get sessions(): Session[] {
    return this.all.flatMap(({ session }) => session ?? []);
  }

  get links(): NodeSession[] {
    return this.sessions.filter((session) => session.kind === 'node');
  }

  get linkedIds(): NodeId[] {
    return this.links.map(({ link }) => link.card.id);
  }

  get isFull(): boolean {
    return this.sessions.length >= MAX_LINKS;
  }

  /** Whether there are so many links, with those to come, that a contact is not dialled. */
  isEnoughFor({ wanted, session }: Contact, toCome = 0): boolean {
    // Its link may be gone, and gives up its place then.
    if (session !== null) return false;
    return this.sessions.length + toCome >= (wanted ? MAX_LINKS : DIALLED_LINKS);
  }

  of(record: PeerRecord): Contact {
    let contact = this.#byRecord.get(record);
    if (contact === undefined) {
      contact = new Contact(record);
      this.#byRecord.set(record, contact);
    }
    return contact;
  }

  /** By handle or address. @throws Refused `not-found` */
  find(handle: string): Contact {
    const record = this.peers.byHandle(handle) ?? this.peers.byAddress(handle);
    if (record === undefined || record.removed) throw new Refused('not-found', 'There is no such peer.');
    return this.of(record);
  }

  /** Whom to dial now, as far as there is room for dials and links. */
  due(now: number, random: () => number): Contact[] {
    const dials = this.all.filter(({ dialling }) => dialling).length;
    const due = this.peers.all.map((record) => this.of(record)).filter((contact) => contact.isDue(now));
    // Who waits longest is first: the many who are absent must not keep the others waiting for ever.
    // All else equal, chance decides, lest all newcomers dial the same few.
    const ranked = shuffled(due, random).sort((a, b) => a.backoff.due - b.backoff.due);
    const chosen: Contact[] = [];
    for (const contact of ranked) {
      const toCome = dials + chosen.length;
      if (toCome < MAX_DIALS && !this.isEnoughFor(contact, toCome)) chosen.push(contact);
    }
    return chosen;
  }

  /**
   * Whom to dial now though there are links enough: peers that no neighbour is linked to. Two halves of a network of
   * which each has enough links within itself would stay apart for ever else.
   */
  distant(now: number, random: () => number, isNear: (node: NodeId) => boolean): Contact[] {
    const links = this.sessions.length;
    const isOver = now >= this.#searchedAt + SEARCH_MS || now < this.#searchedAt;
    if (!isOver || links < DIALLED_LINKS || links >= SEARCHING_LINKS) return [];
    this.#searchedAt = now;
    const far = this.peers.all.filter(({ id }) => id !== null && !isNear(id)).map((record) => this.of(record));
    const idle = far.filter((contact) => contact.session === null && !contact.wanted && contact.isDue(now));
    return shuffled(idle, random).slice(0, Math.min(SEARCHES, SEARCHING_LINKS - links));
  }

  /** Lets go of the contacts whose records are gone, and returns them: another node answers at their addresses. */
  dropStale(): Contact[] {
    const known = new Set(this.peers.all);
    const stale = this.all.filter(({ record }) => !known.has(record));
    for (const { record } of stale) this.#byRecord.delete(record);
    return stale;
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const ranked = items.map((item) => ({ item, rank: random() }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
