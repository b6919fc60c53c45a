import { type Card, MAX_LINKS } from '../protocol';
import { Quota } from '../room';
import type { Timing } from '../soon';
import type { Contact } from './contact';
import type { Contacts } from './contacts';
import { learn, peersFor } from './gossip';
import type { Told } from './peers';

/**
 * Peers that one other machine may name within `QUOTA_MS`, and this one, where a whole class of nodes may run, each of
 * which names all others.
 */
const MAX_TOLD = 1_024;
const MAX_TOLD_HERE = 65_536;

export interface PeerExchangeHost {
  readonly now: () => number;
  readonly timing: Timing;
  /** Who this node is, now. */
  card(): Card;
  /** The peers or their states changed. */
  changed(): void;
  /** There are new peers to dial. */
  learned(): void;
}

/** Who tells of peers: the machine, and what the node is called. */
interface Teller {
  readonly host: string;
  readonly name: string;
}

/** Nodes tell each other of the peers that they know, so that each needs adding only once. */
export class PeerExchange {
  readonly #told = new Quota(MAX_TOLD, MAX_TOLD_HERE);

  constructor(
    readonly host: PeerExchangeHost,
    readonly contacts: Contacts,
  ) {}

  learn(told: readonly Told[], from: Teller): void {
    const heeded = told.filter(() => this.#told.takes(from.host, this.host.timing.elapsed()));
    const news = learn(this.contacts.peers, heeded, from, this.host.card());
    if (news.length === 0) return;
    // Where it was, others may have refused a link: where it is now, it has not.
    for (const record of news) this.contacts.of(record).backoff.told(this.host.now());
    this.host.changed();
    this.host.learned();
  }

  /** As a course node tells them: addresses alone, and perhaps other things. */
  learnAddresses(told: readonly unknown[], from: Teller): void {
    const addresses = told.slice(0, MAX_LINKS).filter((one) => typeof one === 'string' || typeof one === 'number');
    this.learn(
      addresses.map((address) => ({ id: null, name: null, addresses: [String(address)] })),
      from,
    );
  }

  /** Tells the new one of everybody, and everybody of the new one. */
  introduce(newcomer: Contact): void {
    const now = this.host.now();
    for (const { link } of this.contacts.links) {
      const isNew = newcomer.session?.kind === 'node' && newcomer.session.link === link;
      const told = isNew ? this.contacts.peers.all : [newcomer.record];
      const peers = peersFor(told, { id: link.card.id, host: link.host }, now);
      if (peers.length > 0) link.send({ type: 'peers', peers });
    }
  }
}
