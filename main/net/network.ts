import { Refused } from '../store/refusal';
import type { NodeId } from '../store/stamp';
import { type Address, addressText, parseAddress } from './address';
import type { InterfaceWatch } from './interfaces';
import type { Invitation } from './invitation';
import { alreadyLinked, itself, otherRule, unwelcome } from './peers/admission';
import { Contacts } from './peers/contacts';
import type { Cursors } from './peers/cursors';
import { Dialler, type DiallerHost, hangUp } from './peers/dialler';
import { courseAddress } from './peers/gossip';
import { Links } from './peers/links';
import { PeerChoices } from './peers/peer-choices';
import type { PeerStatus } from './peers/peer-status';
import type { PeerRecord, Peers } from './peers/peers';
import { seek } from './peers/seek';
import type { Session } from './peers/session';
import type { Secret } from './secrets';
import type { NearbyStatus } from './service';
import { atTurnsEnd } from './soon';
import { Vicinity } from './vicinity';
import type { Dialled } from './wire/dial';
import type { Link } from './wire/link';

/** A change that has come to rest is told within two ticks. */
const TICK_MS = 100;
/** A node that was not called for so long was asleep with its machine. */
const ASLEEP_MS = 3_000;

export interface NetworkHost extends Omit<DiallerHost, 'learned' | 'isOpen' | 'nearbyAddress'> {
  readonly interfaces: Pick<InterfaceWatch, 'changed'>;
}

/** Everything between this node and others: which it knows, which it is linked to, when it dials again. */
export class Network {
  readonly peers: Peers;
  readonly choices: PeerChoices;
  readonly #contacts: Contacts;
  readonly #links: Links;
  readonly #dialler: Dialler;
  readonly #vicinity: Vicinity;
  /** Whether the store has not changed in this turn of the event loop yet. */
  readonly #isFirst: () => boolean;
  /** Ends the ticks; `null` while it does not run. */
  #end: (() => void) | null = null;
  #lastTick = Number.POSITIVE_INFINITY;

  constructor(
    readonly host: NetworkHost,
    peers: readonly PeerRecord[],
    cursors: Cursors,
    isNearbyWanted: boolean,
  ) {
    this.#isFirst = atTurnsEnd(() => this.#pump(() => true), host.timing.later);
    this.#contacts = new Contacts(peers);
    this.peers = this.#contacts.peers;
    this.#vicinity = new Vicinity(host, this.#contacts, isNearbyWanted);
    const inner = {
      ...host,
      learned: () => this.#dialDue(),
      isOpen: () => this.#end !== null,
      nearbyAddress: (id: NodeId) => this.#vicinity.addressOf(id),
    };
    this.#links = new Links(inner, this.#contacts, cursors);
    this.#dialler = new Dialler(inner, this.#contacts, this.#links);
    this.choices = new PeerChoices({ ...host, due: () => this.#dialDue() }, this.#contacts, this.#links);
  }

  start(): void {
    this.#end = this.host.timing.every(TICK_MS, () => this.#tick());
    this.#tick();
    this.#vicinity.settle();
  }

  async stop(): Promise<void> {
    this.#end?.();
    this.#end = null;
    this.#links.closeAll();
    await this.#vicinity.stop();
  }

  /** Remembers an address to dial, now and later, without waiting. @throws Refused `bad-address`, `bad-port` */
  remember(address: string): void {
    const record = this.peers.add(addressText(parseAddress(address)));
    if (record?.removed) Object.assign(record, { removed: false, paused: false });
  }

  /**
   * Links to whatever is at an address; remembers it only if that worked.
   * @param near the host that a port alone is on
   * @throws Refused as `dial`, and `already-linked`, `other-rule`, `peer-refused`, `too-many-links`; `copied`, and then
   * links by itself once one of the two has a new id
   */
  addPeer(input: unknown, near?: string): Promise<void> {
    return this.#linkTo(parseAddress(input, near), this.#asked());
  }

  /**
   * Links to a course node that says where it listens; a peer that the user removed or paused, also while it is dialled, does
   * not come back by that, whatever answers there.
   * @throws Refused as `addPeer`; `paused`
   */
  async answer(address: string): Promise<void> {
    const objection = unwelcome(this.peers.byAddress(address));
    if (objection !== null) throw objection.refusal;
    await this.#linkTo(parseAddress(address), async (dialled) => {
      const known = this.peers.byAddress(address);
      const contact = known === undefined ? null : this.#contacts.of(known);
      const lost = await this.#dialler.welcome(dialled, address, contact);
      if (lost !== null) throw lost;
    });
  }

  /** @param admit takes what answers at the address, and resolves once there is a link */
  async #linkTo(address: Address, admit: (dialled: Dialled, text: string) => Promise<void>): Promise<void> {
    const text = addressText(address);
    const known = this.peers.byAddress(text);
    const linked = new Set(this.#contacts.linkedIds);
    if (known !== undefined && this.#contacts.of(known).session !== null) throw alreadyLinked(text);
    const dialled = await this.#dialler.reach(address);
    await admit(dialled, text);
    if (dialled.kind === 'node' && linked.has(dialled.link.card.id)) throw alreadyLinked(text);
  }

  /**
   * Links to the node that an invitation names, at the first of its addresses where that one answers; remembers it only
   * if that worked.
   * @param isWanted whether the user still wants it, once that one has answered
   * @throws Refused as `addPeer`; `itself`, `other-rule`, `already-linked` before anything is dialled; `other-node`
   * where only others answer; `cancelled`
   */
  async join(invitation: Invitation, isWanted: () => boolean = () => true): Promise<void> {
    this.#check(invitation);
    const { id, addresses } = invitation;
    if (this.#contacts.linkedIds.includes(id)) throw alreadyLinked(addresses[0] ?? '');
    const welcome = this.#asked();
    const { dialled, address } = await this.#dialler.find(id, addresses);
    if (!isWanted()) this.#turnAway(dialled, address);
    await welcome(dialled, address);
  }

  /** The node that was dialled has its link, and would dial this one from now on. */
  #turnAway(dialled: Dialled, address: string): never {
    if (dialled.kind === 'node' && this.peers.byId(dialled.link.card.id) === undefined) {
      const record = this.peers.met(dialled.link.card, address, this.host.now());
      if (record !== null) record.removed = true;
    }
    hangUp(dialled, 'removed');
    this.host.changed();
    throw cancelled();
  }

  /**
   * Asks whether the node of an invitation is there, and takes a network key.
   * @param isWanted as `join`
   * @throws Refused as `find`; `itself`, `other-rule`, `cancelled`
   */
  async seek(invitation: Invitation, secret: Secret, isWanted: () => boolean = () => true): Promise<void> {
    this.#check(invitation);
    await seek(invitation, this.host.path, secret);
    if (!isWanted()) throw cancelled();
  }

  #check({ id, rule }: Invitation): void {
    const own = this.host.card();
    if (id === own.id) throw itself().refusal;
    if (rule !== own.rule) throw otherRule(rule, own.rule).refusal;
  }

  /** The user asks for a link: that undoes a removal or a pause, but none that they choose while it is dialled. */
  #asked(): (dialled: Dialled, address: string) => Promise<void> {
    const removed = new Set(this.peers.all.filter((record) => record.removed));
    const paused = new Set(this.peers.all.filter((record) => record.paused));
    return async (dialled, address) => {
      const known = dialled.kind === 'node' ? this.peers.byId(dialled.link.card.id) : this.peers.byAddress(address);
      const isRemoved = known?.removed === true && !removed.has(known);
      const isPaused = known?.paused === true && !paused.has(known);
      const contact = isRemoved || isPaused ? this.#contacts.of(known) : null;
      if (known !== undefined && contact === null) this.choices.welcome(known);
      const lost = await this.#dialler.welcome(dialled, address, contact).catch((error) => error);
      if (lost instanceof Refused && lost.code === 'copied') this.remember(address);
      if (lost !== null) throw lost;
    };
  }

  /** What this node held stamped ahead has the present time. */
  restamped(): void {
    for (const { sync } of this.#contacts.links) sync.restamped();
    this.host.changed();
  }

  /** A node dialled this one. */
  async accept(link: Link): Promise<void> {
    try {
      await this.#dialler.admit(link, null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.host.logger.info(`Did not link to ${link.card.name} (${link.host}): ${error.message}`);
    }
  }

  /** The store changed: peers with nothing under way hear right after the current code, all at the end of the turn. */
  storeChanged(): void {
    if (this.#isFirst()) queueMicrotask(() => this.#pumpQuiet());
  }

  /** Something was written here: the peers with nothing under way hear before anything else is done with it. */
  written(): void {
    if (this.#isFirst()) this.#pumpQuiet();
  }

  #pumpQuiet(): void {
    this.#pump((sync) => sync.isQuiet);
  }

  #pump(whom: (sync: Session['sync']) => boolean): void {
    for (const { sync } of this.#contacts.sessions) if (whom(sync)) sync.pump();
  }

  /** This node has a new id, or listens elsewhere: all links to native nodes come up anew, and tell so. */
  renewed(): void {
    this.#links.closeNative();
    this.#links.tellPort();
    for (const { backoff } of this.#contacts.all) backoff.hasten();
    this.#vicinity.greet();
    this.#dialDue();
  }

  /** This network became private or open, or has a new key: all links are made again, to nodes with the same key. */
  rekeyed(): void {
    this.#links.closeAll();
    // Who has another key now is not behind something else that answers: it is dialled as any that refuses.
    for (const contact of this.#contacts.all) contact.wasLinked = false;
    this.#vicinity.settle();
    this.renewed();
  }

  renamed(name: string): void {
    this.#links.renamed(name);
    this.#vicinity.greet();
  }

  /** Whether this node announces itself on its networks, and lists others there. */
  setNearby(isWanted: boolean): void {
    this.#vicinity.want(isWanted);
  }

  nearby(): NearbyStatus {
    return this.#vicinity.status;
  }

  /** How far the feeds of others were read, to be kept over restarts. */
  cursors(): Cursors['all'] {
    return this.#links.cursorsNow();
  }

  /** The peers that were not removed. */
  statuses(): PeerStatus[] {
    const now = this.host.now();
    const known = this.peers.all.filter(({ removed }) => !removed).map((record) => this.#contacts.of(record));
    return known.map((contact) => {
      const isNear = (): boolean => contact.record.id !== null && this.#links.isNear(contact.record.id);
      return contact.status(now, this.#contacts.isEnoughFor(contact), isNear);
    });
  }

  /** As the course's `peers` answers: whom this node is linked to. */
  courseAddresses(): string[] {
    return this.#contacts.all
      .filter(({ session, record }) => session !== null && record.addresses.length > 0)
      .map(({ record }) => courseAddress(record.addresses[0] as string));
  }

  /** What counts in ticks holds a call in between for time that has passed. */
  #tick(): void {
    const now = this.host.now();
    const woke = now - this.#lastTick > ASLEEP_MS;
    this.#lastTick = now;
    if (this.host.interfaces.changed() || woke) this.#probeAll();
    this.#links.tick();
    this.#dialDue();
  }

  #dialDue(): void {
    if (this.#end === null) return;
    for (const contact of this.#contacts.dropStale()) this.#links.close(contact, 'closing');
    const now = this.host.now();
    const { random } = this.host;
    const distant = this.#contacts.distant(now, random, (id) => this.#links.isNear(id));
    for (const contact of [...this.#contacts.due(now, random), ...distant]) void this.#dialler.dial(contact);
  }

  /** This machine woke, or is on another network: unreachable peers may be reachable now, and linked ones gone. */
  #probeAll(): void {
    this.#vicinity.moved();
    for (const { backoff, session } of this.#contacts.all) {
      backoff.hasten();
      if (session?.kind === 'node') session.sync.probe();
    }
  }
}

function cancelled(): Refused {
  return new Refused('cancelled', 'The user has decided otherwise meanwhile.');
}
