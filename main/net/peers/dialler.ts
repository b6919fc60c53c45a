import { Refused } from '../../store/refusal';
import type { NodeId } from '../../store/stamp';
import { type Address, addressText, parseAddress } from '../address';
import type { Dial, Farewell } from '../protocol';
import type { Secret } from '../secrets';
import { sleep, type Timing } from '../soon';
import { type Dialled, type dial, OtherNode } from '../wire/dial';
import type { Link } from '../wire/link';
import { REACH_AGAIN_MS, REACH_MS } from '../wire/reach';
import { unwelcome } from './admission';
import { type Contact, isLost, telling } from './contact';
import type { Contacts } from './contacts';
import type { Links, LinksHost } from './links';
import { PeerEvents } from './peer-events';
import { isWelcome, type PeerRecord } from './peers';
import { heardOver, type Session } from './session';

/**
 * A dial of a friend that takes longer goes on, and bars the next one no more: what was begun in a black hole stays
 * there. Strangers may be slow because everybody dials everybody.
 */
const TRY_MS = 1_000;
/** A peer that is dialled beside a link says something over that in the same moment: so much later it may come. */
const GRACE_MS = 300;

export interface DiallerHost extends LinksHost {
  readonly path: string;
  readonly dial: typeof dial;
  /** The network key to dial with, now; `null` in an open network. */
  secret(): Secret | null;
  /** Whether links are wanted, still or already. */
  isOpen(): boolean;
  /** Where a node says on a network of this machine that it is, `host:port`. */
  nearbyAddress(id: NodeId): string | undefined;
}

/** Dials, and has what answers admitted. It must never take a link away that lives. */
export class Dialler {
  #attempts = 0;

  constructor(
    readonly host: DiallerHost,
    readonly contacts: Contacts,
    readonly links: Links,
  ) {}

  /** Dials a peer that has no link, or whose link may be gone. */
  async dial(contact: Contact): Promise<void> {
    const { host } = this;
    contact.dialling = true;
    let isLate = false;
    const inTime = host.timing.after(TRY_MS, () => {
      if (!contact.wasLinked) return;
      isLate = true;
      contact.dialling = false;
      // Unless it was linked meanwhile, as by a dial that is slower still.
      if (contact.isDue(host.now())) contact.backoff.failed(host.now(), host.random(), false);
    });
    const why = await this.#tryAll(contact).finally(() => {
      inTime();
      if (!isLate) contact.dialling = false;
    });
    const reason = why ?? gone();
    // Unless it was counted: a link was refused, or lost at once.
    const isLost = isLate
      ? why !== null && contact.missed(reason, host.now())
      : contact.isDue(host.now()) && contact.failed(reason, host.now(), host.random());
    if (isLost) new PeerEvents(host.events, contact).down(reason);
    host.changed();
  }

  /**
   * Dials an address, of a peer where one was met there, once: whoever asks for that waits longer than who will try
   * again.
   * @throws Refused as `dial`, `closed`
   */
  reach(address: Address, expected: NodeId | null = null): Promise<Dialled> {
    return this.#reach(address, { expected, seen: null, patience: REACH_MS });
  }

  async #reach(
    address: Address,
    { expected, seen, patience }: { expected: NodeId | null; seen: Dial['seen']; patience: number },
  ): Promise<Dialled> {
    this.#attempts += 1;
    const { path } = this.host;
    const card = this.host.card();
    const secret = this.host.secret();
    const own = { attempt: this.#attempts, seen };
    const dialled = await this.host.dial(address, { path, secret, card, expected, dial: own, patience });
    const isRenewed = dialled.kind === 'node' && card.id !== this.host.card().id;
    if (!isRenewed && secret === this.host.secret()) return dialled;
    hangUp(dialled);
    throw new Refused('closed', `This node took a new ${isRenewed ? 'id' : 'network key'} meanwhile; try again.`);
  }

  /**
   * Dials addresses in turn until the node of an id answers, or of the one that it took since.
   * @throws Refused as `reach`, why they failed; `other-node` where a course node answers there
   */
  find(id: NodeId, addresses: readonly string[]): Promise<{ dialled: Dialled; address: string }> {
    return firstOf(addresses, async (address) => ({ dialled: await this.#findAt(parseAddress(address), id), address }));
  }

  async #findAt(address: Address, id: NodeId): Promise<Dialled> {
    const dialled = await this.reach(address, id).catch((error: unknown) => {
      if (error instanceof OtherNode && error.isSame) return this.reach(address, error.id);
      throw error;
    });
    if (dialled.kind === 'node') return dialled;
    dialled.socket.close();
    throw courseNode(addressText(address));
  }

  /** Resolves once the other side has taken the link, or with why not. @throws Refused where this side does not */
  async welcome(dialled: Dialled, address: string, contact: Contact | null): Promise<Refused | null> {
    const unwanted = contact === null ? null : unwelcome(contact.record);
    if (!this.host.isOpen() || unwanted !== null) {
      hangUp(dialled, unwanted?.farewell);
      throw new Refused('closed', 'The node is closing, or the peer was removed or paused meanwhile.');
    }
    if (dialled.kind === 'node') return this.admit(dialled.link, address);
    this.links.joinCourse(dialled.socket, address);
    return null;
  }

  /** As `Links.admit`, with a note of a refusal. */
  async admit(link: Link, address: string | null): Promise<Refused | null> {
    try {
      return await this.links.admit(link, address);
    } catch (error) {
      const { name: peer, id: peerId } = link.card;
      if (error instanceof Refused) this.host.events.add('refused', { peer, peerId, why: error });
      throw error;
    }
  }

  /** Tries a peer's addresses in turn. Returns why they failed, `null` where one did not. */
  async #tryAll(contact: Contact): Promise<Refused | null> {
    const { session, record } = contact;
    let why: Refused | null = null;
    for (const address of this.#addressesOf(record)) {
      if (!this.host.isOpen() || contact.session !== session || !isWelcome(record)) return null;
      try {
        await this.#try(contact, address);
        return null;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        why = telling(why, error);
        if (error.code === 'itself') this.contacts.peers.forget(record, address);
        if (error instanceof OtherNode) this.#found(error, address, record);
        // It is there, and was refused: its other addresses lead to the same node.
        if (error.code === 'other-rule' || error.code === 'too-many-links') break;
      }
    }
    return why ?? gone();
  }

  /**
   * Where it says that it is comes first, as those where it was may lead nowhere; it is remembered only if the peer
   * answers there.
   */
  #addressesOf({ id, addresses }: PeerRecord): Iterable<string> {
    const nearby = id === null ? undefined : this.host.nearbyAddress(id);
    return new Set(nearby === undefined ? addresses : [nearby, ...addresses]);
  }

  async #try(contact: Contact, address: string): Promise<void> {
    const { session, record, seen } = contact;
    const heard = heardOver(session);
    const patience = record.id === null ? REACH_MS : REACH_AGAIN_MS;
    const dialled = await this.#reach(parseAddress(address), { expected: record.id, seen, patience });
    if (dialled.kind === 'node' && session !== null && (await lives(contact, session, heard, this.host.timing))) {
      return dialled.link.close('duplicate');
    }
    if (dialled.kind === 'course' && !record.addresses.includes(address)) {
      dialled.socket.close();
      throw courseNode(address);
    }
    await this.welcome(dialled, address, contact);
  }

  /** A peer moved here, or took a new id: it is dialled at once. */
  #found({ id, isSame }: OtherNode, address: string, former: PeerRecord): void {
    const { peers } = this.contacts;
    const record = peers.found(id, address) ?? (isSame ? peers.renewed(former, id, address) : undefined);
    if (record !== undefined) this.contacts.of(record).backoff.reset();
  }
}

/** What an attempt gives at the first address where it is not refused. @throws Refused why it was at them */
export async function firstOf<T>(addresses: readonly string[], attempt: (address: string) => Promise<T>): Promise<T> {
  let why: Refused | null = null;
  for (const address of addresses) {
    try {
      return await attempt(address);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // What somebody answered says more than that nobody is elsewhere.
      if (why === null || !isLost(error)) why = error;
    }
  }
  throw why ?? gone();
}

export function hangUp(dialled: Dialled, farewell: Farewell = 'closing'): void {
  if (dialled.kind === 'node') dialled.link.close(farewell);
  else dialled.socket.close();
}

export function courseNode(address: string): Refused {
  return new Refused('other-node', `A course node answers at ${address} now.`);
}

function gone(): Refused {
  return new Refused('nobody-there', 'No address leads to this peer any more.');
}

/** Whether a link that may be gone has brought anything since its peer was dialled. */
async function lives(contact: Contact, session: Session, heard: number, timing: Timing): Promise<boolean> {
  if (heardOver(session) === heard) await sleep(timing, GRACE_MS);
  // What has come while this node was busy is read only now.
  await new Promise<void>((resolve) => timing.later(resolve));
  return contact.session === session && heardOver(session) !== heard;
}
