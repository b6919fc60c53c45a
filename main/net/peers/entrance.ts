import type { Refused } from '../../store/refusal';
import type { Card, Farewell } from '../protocol';
import type { Timing } from '../soon';
import type { Link } from '../wire/link';
import { addressesOf, copied, full, isCopy, isPreferred, type Objection, objection } from './admission';
import type { Contact } from './contact';
import type { Contacts } from './contacts';
import { answers, type Copies } from './copies';
import { peersFor, usableOf } from './gossip';
import type { NodeSession } from './session';

/**
 * A dialler speaks 0.3 s after it was greeted, which it waits 5 s for; two that each wait for the other's first word, as
 * where a profile was copied, would do so for ever.
 */
const SPEAK_MS = 8_000;

export interface EntranceHost {
  readonly now: () => number;
  readonly random: () => number;
  readonly timing: Timing;
  card(): Card;
  /** The peers or their states changed. */
  changed(): void;
}

/** What becomes of links beyond the entrance. */
interface Inside {
  /** Resolves once the other side has taken the link, or with why not. */
  join(contact: Contact, link: Link): Promise<Refused | null>;
  /** Ends the contact's present link. */
  close(contact: Contact, farewell: Farewell): void;
  /** Nothing was said over a link that was to take the place of the present one. */
  unspoken(contact: Contact): void;
}

/**
 * Which links are let in, and which of two to one peer stays. It must never take a link away that lives for one that
 * may not.
 */
export class Entrance {
  constructor(
    readonly host: EntranceHost,
    readonly contacts: Contacts,
    readonly copies: Copies,
    readonly links: Inside,
  ) {}

  /**
   * Resolves once the other side has taken the link, or with why not.
   * @param hasSpoken whether who dialled wants it in place of the present one
   * @throws Refused, and closes the link saying why, where this side does not
   */
  admit(link: Link, address: string | null, hasSpoken = false): Promise<Refused | null> {
    const own = this.host.card();
    const { peers } = this.contacts;
    const reason = objection(link.card, own, peers.byId(link.card.id));
    if (reason?.farewell === 'copied') this.copies.meet(link, own);
    if (reason !== null && reason.farewell !== 'other-rule') refuse(link, reason);
    const addresses = usableOf(addressesOf(link), link.host, own.port);
    const record = peers.met({ ...link.card, addresses }, address, this.host.now());
    if (record === null) return refuse(link, full());
    const contact = this.contacts.of(record);
    if (!link.dialled) contact.met(link);
    if (reason !== null) {
      contact.otherRule = link.card.rule;
      contact.failed(reason.refusal, this.host.now(), this.host.random());
      this.host.changed();
      refuse(link, reason);
    }
    if (contact.session?.kind === 'node') {
      if (!isPreferred(link, contact.session.link, own)) {
        link.close('duplicate');
        return Promise.resolve(null);
      }
      const { pulse, link: older } = contact.session;
      const mayBeTwo = startedAnew(link, older) && !pulse.isSuspect;
      if (!hasSpoken && (mayBeTwo || !link.dialled)) return this.#whenSpoken(contact, contact.session, link, address);
      this.links.close(contact, 'duplicate');
    } else if (this.contacts.isFull) {
      // Some of those that this node met have room.
      const to = { id: link.card.id, host: link.host };
      link.send({ type: 'peers', peers: peersFor(peers.all, to, this.host.now()) });
      refuse(link, full());
    }
    return this.links.join(contact, link);
  }

  /**
   * A peer that dials beside a link is not sure that the link is gone: it stays if it brings the peer an answer now. A
   * restarted node has lost the link; if the one at the link's other end answers too, there are two nodes.
   */
  async #whenSpoken(contact: Contact, older: NodeSession, link: Link, address: string | null): Promise<Refused | null> {
    // Where this side doubts it, too, a word over what is left of it would only deceive the dialler.
    const pinged = older.pulse.isSuspect ? null : older.sync.ping();
    // One is enough, lest whoever dials and never speaks fills this node with sockets.
    contact.newer?.close('duplicate');
    contact.newer = link;
    const inTime = this.host.timing.after(SPEAK_MS, () => link.close('duplicate'));
    const hasSpoken = await link.spoken;
    inTime();
    const mayBeTwo = hasSpoken && startedAnew(link, older.link);
    const isOpen = (): boolean => contact.newer === link && isCurrent(contact, older.link);
    const areTwo = mayBeTwo && pinged !== null && (await answers(older, pinged, this.host.timing, isOpen));
    if (contact.newer !== link) return null;
    contact.newer = null;
    if (areTwo) this.#setApart(contact, older.link, link);
    if (hasSpoken) return this.admit(link, address, true);
    this.links.unspoken(contact);
    return null;
  }

  /**
   * Two live nodes have one id: tells the one that is to take a new one. @throws Refused `copied` where that is the
   * newer
   */
  #setApart(contact: Contact, older: Link, newer: Link): void {
    const copy = isCopy(newer.card, older.card) ? newer : older;
    for (const address of addressesOf(copy)) this.contacts.peers.forget(contact.record, address);
    if (copy === newer) refuse(newer, copied());
    if (isCurrent(contact, older)) this.links.close(contact, 'copied');
  }
}

/** Whether the link is the contact's present one. */
export function isCurrent({ session }: Contact, link: Link): boolean {
  return session?.kind === 'node' && session.link === link;
}

function startedAnew(newer: Link, older: Link): boolean {
  return newer.card.epoch !== older.card.epoch;
}

function refuse(link: Link, { farewell, refusal }: Objection): never {
  link.close(farewell);
  throw refusal;
}
