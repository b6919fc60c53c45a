import type { ResponsePacket } from 'multicast-dns';
import type { NodeId } from '../../store/stamp';
import { addressText } from '../address';
import { isOnLink, isOwnAddress } from '../interfaces';
import type { Logger } from '../logger';
import { type Announced, readAnnouncements } from './announcement';
import { MULTICAST_PORT, Multicast } from './multicast';

/** A node tells of itself this often, and is forgotten where two of these were lost. */
const TELL_MS = 60_000;
const TTL_S = 150;
/** The first time is said twice, as one message may be lost (RFC 6762, section 8.3). */
const TWICE_MS = 1_000;
/**
 * Answers wait for 20 to 120 ms, so that a class does not answer at once, and 1 s after the last (RFC 6762, section 6).
 */
const ANSWER_MS = 20;
const ANSWER_MORE_MS = 100;
const APART_MS = 1_000;
/** Two classes, and several windows on one machine; further announcements are not believed. */
const MAX_NEARBY = 64;
const MAX_A_HOST = 16;

/** A node that tells its network of itself. */
export interface NearbyNode {
  readonly id: NodeId;
  readonly name: string;
  /** `host:port` */
  readonly address: string;
}

interface Heard extends NearbyNode {
  readonly from: string;
  /** When it was first heard there, by `performance.now()`. */
  readonly since: number;
  /** Until when it holds, ms since 1970. */
  until: number;
}

export interface NearbyHost {
  readonly logger: Logger;
  readonly path: string;
  /** Who this node is; its port is null while it does not listen. */
  card(): { id: NodeId; name: string; port: number | null };
  now(): number;
  random(): number;
  /** Other nodes are nearby than before. */
  changed(): void;
  /** A node is at another address than before, at most once a second. */
  located(id: NodeId): void;
}

/**
 * The nodes that announce themselves on this machine's networks, and this one's own announcements. An announcement may
 * claim anything, so it makes this node dial only a peer, which has to answer as that peer.
 */
export class Nearby {
  readonly #heard = new Map<NodeId, Heard>();
  #multicast: Multicast | null = null;
  #isOn = false;
  #failure: string | null = null;
  #telling: NodeJS.Timeout | undefined;
  #twice: NodeJS.Timeout | undefined;
  #answering: NodeJS.Timeout | undefined;
  /** When it told last, by `performance.now()`. */
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly host: NearbyHost,
    readonly port = MULTICAST_PORT,
  ) {}

  /** By their names. */
  get nodes(): NearbyNode[] {
    const nodes = Array.from(this.#heard.values(), ({ id, name, address }) => ({ id, name, address }));
    return nodes.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }

  /** Where a node is by its own account, `host:port`; `undefined` where it gave none. */
  addressOf(id: NodeId): string | undefined {
    return this.#heard.get(id)?.address;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#telling = setInterval(() => this.#onTime(), TELL_MS);
    this.greet();
  }

  /** Says goodbye. */
  async stop(): Promise<void> {
    if (!this.#isOn) return;
    this.#isOn = false;
    clearInterval(this.#telling);
    clearTimeout(this.#twice);
    clearTimeout(this.#answering);
    this.#answering = undefined;
    this.#tell(0);
    const heard = this.#heard.size;
    this.#heard.clear();
    if (heard > 0) this.host.changed();
    const multicast = this.#multicast;
    this.#multicast = null;
    await multicast?.close();
  }

  /**
   * Tells and asks anew, over a new socket: the machine may be on other networks. One that was away, with its adapter,
   * sends nothing to a socket that joined the group there before, even where the address is the same again.
   */
  moved(): void {
    if (!this.#isOn) return;
    void this.#multicast?.close();
    this.#multicast = null;
    this.greet();
  }

  /** Tells and asks anew: this node has another name or port. */
  greet(): void {
    if (!this.#isOn) return;
    this.#multicast ??= this.#open();
    this.#greetOnce();
    clearTimeout(this.#twice);
    this.#twice = setTimeout(() => this.#greetOnce(), TWICE_MS);
  }

  #greetOnce(): void {
    this.#multicast?.ask();
    this.#tell();
  }

  #onTime(): void {
    this.#forget();
    this.#multicast ??= this.#open();
    this.#tell();
  }

  #open(): Multicast {
    const multicast = new Multicast(this.port, {
      asked: () => this.#answer(),
      told: (packet, from) => this.#hear(packet, from),
      ready: () => {
        this.#failure = null;
      },
      failed: (error) => {
        if (this.#multicast === multicast) this.#multicast = null;
        if (this.#failure !== error.message) this.host.logger.warn(`Nodes nearby are not found: ${error.message}`);
        this.#failure = error.message;
      },
    });
    return multicast;
  }

  /** All who ask meanwhile are answered together. */
  #answer(): void {
    const soon = ANSWER_MS + this.host.random() * ANSWER_MORE_MS;
    const apart = this.#toldAt + APART_MS - performance.now();
    this.#answering ??= setTimeout(
      () => {
        this.#answering = undefined;
        this.#tell();
      },
      Math.max(soon, apart),
    );
  }

  #tell(ttl = TTL_S): void {
    const { id, name, port } = this.host.card();
    if (port === null) return;
    this.#toldAt = performance.now();
    this.#multicast?.tell({ node: { id, name, port, path: this.host.path }, ttl });
  }

  #hear(packet: ResponsePacket, from: string): void {
    // The socket is closed only once the goodbye is sent.
    if (!this.#isOn) return;
    const told = readAnnouncements(packet).filter(({ node }) => this.#concerns(node));
    // What came from elsewhere was forged, or strayed (RFC 6762, section 11).
    if (told.length === 0 || !isOnLink(from)) return;
    let isNew = false;
    for (const { node, ttl } of told) isNew = this.#take(node, ttl, from) || isNew;
    if (isNew) this.host.changed();
  }

  #concerns({ id, path }: Announced): boolean {
    return id !== this.host.card().id && path === this.host.path;
  }

  /** Returns whether anything is new. */
  #take({ id, name, port }: Announced, ttl: number, from: string): boolean {
    const before = this.#heard.get(id);
    if (ttl === 0) return this.#heard.delete(id);
    if (before === undefined && !this.#hasRoom(from)) return false;
    const address = addressText({ host: isOwnAddress(from) ? 'localhost' : from, port });
    const now = this.host.now();
    const isElsewhere = before?.address !== address;
    // A node on two networks is heard on both; and no liar is to make this node chase a peer from place to place that
    // fast.
    if (isElsewhere && before !== undefined && performance.now() - before.since < APART_MS) return false;
    const since = isElsewhere ? performance.now() : before.since;
    this.#heard.set(id, { id, name, address, from, since, until: now + 1000 * Math.min(ttl, TTL_S) });
    if (isElsewhere) this.host.located(id);
    return isElsewhere || before.name !== name;
  }

  #hasRoom(from: string): boolean {
    this.#forget();
    const there = Array.from(this.#heard.values()).filter((heard) => heard.from === from);
    return this.#heard.size < MAX_NEARBY && there.length < MAX_A_HOST;
  }

  /** Those who have not been heard for long. */
  #forget(): void {
    const now = this.host.now();
    const all = Array.from(this.#heard.values());
    // A wall clock that is set back must not keep them until it is as late again.
    for (const heard of all) heard.until = Math.min(heard.until, now + 1000 * TTL_S);
    const gone = all.filter(({ until }) => until < now);
    for (const { id } of gone) this.#heard.delete(id);
    if (gone.length > 0) this.host.changed();
  }
}
