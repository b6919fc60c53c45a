import type { NodeEvent } from '../../../main/net/events';
import { MAX_LINKS } from '../../../main/net/protocol';
import type { DialOptions } from '../../../main/net/wire/dial';
import { check } from '../failure';
import type { LinkWorld } from './link-world';
import type { Process } from './process';

/** Dials of one address by one node in `WINDOW_MS`: each waits a quarter of a second at least for the one before. */
const MOST_DIALS = 48;
const WINDOW_MS = 10_000;
/** A link tells its fingerprints every 5 s, and a message may take some seconds. */
const TOLD_MS = 15_000;

/** What must hold at any time, whatever goes wrong. */
export class LinkWatch {
  /** When each process dialled, by what it dialled. */
  readonly #dials = new WeakMap<Process, Map<string, number[]>>();
  readonly #claims = new Map<string, { what: string; since: number }>();
  /** Which peers a process told of as linked, and up to which event that is known. */
  readonly #told = new WeakMap<Process, { seq: number; linked: Set<string> }>();
  dialled = 0;

  constructor(readonly world: LinkWorld) {}

  dials(from: Process, address: string, { expected }: DialOptions): void {
    check(!from.isOver, () => `${from.name} dials ${address} though it has closed.`);
    from.say(() => `dials ${address}${expected === null ? '' : `, where ${expected} was`}`);
    this.dialled += 1;
    const isRemoved = expected !== null && from.node.removed.has(expected);
    check(!isRemoved, () => `${from.name} dials ${expected} at ${address}, which its user removed.`);
    const { now } = this.world.schedule;
    const all = this.#dials.get(from) ?? new Map<string, number[]>();
    this.#dials.set(from, all);
    const key = `${address} ${expected}`;
    const times = [...(all.get(key) ?? []).filter((time) => time > now - WINDOW_MS), now];
    all.set(key, times);
    check(times.length <= MOST_DIALS, () => `${from.name} dials ${address} ${times.length} times in ${WINDOW_MS} ms.`);
  }

  /** Call every second. */
  look(): void {
    for (const { process } of this.world.nodes) {
      if (process === null) continue;
      this.#lookAtClaims(process);
      this.#lookAtEvents(process);
    }
  }

  #lookAtClaims(process: Process): void {
    const statuses = process.network.statuses();
    const linked = statuses.filter(({ traffic }) => traffic !== null);
    check(linked.length <= MAX_LINKS, () => `${process.name} has ${linked.length} links.`);
    for (const { id, state } of statuses) this.#claim(process, id, state === 'in-sync');
  }

  /** No link says 'in sync' for longer than it takes to be told otherwise. */
  #claim(process: Process, id: string, isInSync: boolean): void {
    const others = this.world.nodes.filter((node) => node.id === id && node !== process.node);
    const [other] = others;
    const key = `${process.name} ${id}`;
    const print = process.database.fingerprint.slice(0, 6);
    const theirs = other?.process?.database.fingerprint.slice(0, 6);
    const isOpen =
      others.length === 1 &&
      other !== undefined &&
      !other.isHalted &&
      !process.node.isHalted &&
      !this.world.internet.isCut(other, process.node) &&
      !this.world.internet.isCut(process.node, other);
    if (!isInSync || !isOpen || theirs === undefined || theirs === print) return void this.#claims.delete(key);
    const what = `${print} and ${theirs}`;
    const before = this.#claims.get(key);
    const { now } = this.world.schedule;
    if (before?.what !== what) return void this.#claims.set(key, { what, since: now });
    const ms = now - before.since;
    check(ms <= TOLD_MS, () => `${process.name} says 'in sync' with ${other?.name} for ${ms} ms: ${what}`);
  }

  /** A user is told that a link is up, then that it is down, and so on. */
  #lookAtEvents(process: Process): void {
    const told = this.#told.get(process) ?? { seq: 0, linked: new Set<string>() };
    this.#told.set(process, told);
    const { events } = process.events.settled(told.seq);
    for (const event of events) {
      told.seq = event.seq;
      if (event.kind === 'link-up' || event.kind === 'link-down') this.#checkEvent(process, event, told.linked);
    }
  }

  #checkEvent({ name }: Process, { kind, peerId, count }: NodeEvent, linked: Set<string>): void {
    const peer = peerId ?? '';
    const isUp = kind === 'link-up';
    check(isUp || !this.world.isCalm, () => `${name} tells that ${peer} is lost, though nothing went wrong.`);
    check(count === 1 && linked.has(peer) !== isUp, () => `${name} tells of ${peer} twice: ${kind}`);
    if (isUp) linked.add(peer);
    else linked.delete(peer);
  }
}
