import type { RefusalCode, Refused } from '../store/refusal';
import type { Rule } from '../store/rule';
import { Backoff } from './backoff';
import type { CourseSocket } from './course-socket';
import type { CourseSync } from './course-sync';
import type { Link } from './link';
import { handleOf, type PeerRecord } from './peers';
import type { Sync } from './sync';

export type Session =
  | { readonly kind: 'node'; readonly link: Link; readonly sync: Sync }
  | { readonly kind: 'course'; readonly socket: CourseSocket; readonly sync: CourseSync };

/** Why a link fails that may come up again by itself at any moment. */
const LOST: ReadonlySet<RefusalCode> = new Set(['nobody-there', 'no-route', 'host-unknown', 'closed']);

/** How a peer is doing, as the window, the command line and `status` show it. Times in ms since 1970. */
export interface PeerStatus {
  id: string;
  name: string | null;
  address: string;
  state: 'linking' | 'syncing' | 'in-sync' | 'course' | 'clock-wrong' | 'other-rule' | 'unreachable';
  why: { code: Refused['code']; message: string } | null;
  toReceive: number;
  toSend: number;
  total: number;
  latency: number | null;
  skew: number | null;
  refused: number;
  lastSeen: number | null;
  learnedFrom: string | null;
  nextTry: number | null;
  rule: Rule | null;
}

/** What goes on now with a known peer: its record says what lasts, this what does not. */
export class Contact {
  session: Session | null = null;
  dialling = false;
  why: Refused | null = null;
  otherRule: Rule | null = null;
  readonly backoff = new Backoff();

  constructor(readonly record: PeerRecord) {}

  linked(session: Session): void {
    this.session = session;
    this.otherRule = null;
  }

  /** The other side has taken the link: before, it may still refuse it, and dialling anew must not begin at once. */
  taken(): void {
    this.why = null;
    this.backoff.reset();
  }

  failed(why: Refused, now: number, random: number): void {
    this.why = why;
    this.backoff.failed(now, random, !LOST.has(why.code));
  }

  isDue(now: number): boolean {
    return !this.record.removed && this.session === null && !this.dialling && this.backoff.isOver(now);
  }

  status(now: number): PeerStatus {
    const { record, session } = this;
    const base: PeerStatus = {
      id: handleOf(record),
      name: record.name,
      address: record.addresses[0] ?? '',
      state: 'linking',
      why: null,
      toReceive: 0,
      toSend: 0,
      total: 0,
      latency: null,
      skew: null,
      refused: 0,
      lastSeen: session === null ? record.lastSeen : now,
      learnedFrom: record.learnedFrom,
      nextTry: null,
      rule: null,
    };
    if (session?.kind === 'node') return { ...base, ...nodeStatus(session.sync) };
    if (session?.kind === 'course') return { ...base, state: 'course', ...session.sync.status() };
    if (this.why === null) return base;
    const { code, message } = this.why;
    const nextTry = this.dialling ? null : this.backoff.due;
    if (this.otherRule !== null) return { ...base, state: 'other-rule', rule: this.otherRule, nextTry };
    return { ...base, state: 'unreachable', why: { code, message }, nextTry };
  }
}

function nodeStatus(sync: Sync): Partial<PeerStatus> {
  const { inSync, clockWrong, toReceive, toSend, total, latency, skew } = sync.status();
  const state = inSync ? 'in-sync' : clockWrong !== null ? 'clock-wrong' : 'syncing';
  return { state, toReceive, toSend, total, latency, skew: clockWrong ?? skew };
}
