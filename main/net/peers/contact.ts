import type { Reason, RefusalCode, Refused } from '../../store/refusal';
import type { Rule } from '../../store/rule';
import type { CatchUp } from '../events';
import type { Dial } from '../protocol';
import type { Link } from '../wire/link';
import { Backoff } from './backoff';
import { NO_LINK, type PeerStatus, sessionStatus } from './peer-status';
import { handleOf, isAway, isWelcome, type PeerRecord } from './peers';
import { Pulse } from './pulse';
import { heardOver, type Session } from './session';

/** Why a link fails that may come up again by itself at any moment. */
const LOST: ReadonlySet<RefusalCode> = new Set(['nobody-there', 'no-route', 'host-unknown', 'closed']);

/** Whether that says of an address only that no link came up there now. */
export function isLost({ code }: Refused): boolean {
  return LOST.has(code);
}

/**
 * Of why two addresses failed, one after the other, what to tell: that nobody is at the second either says nothing of
 * the first, which is the likelier one.
 */
export function telling(first: Refused | null, second: Refused): Refused {
  return first !== null && isLost(first) && isLost(second) ? first : second;
}

/**
 * So often the record of a linked peer says anew when it was seen: what the record is asked for are days, and each
 * change of it is written to the disk.
 */
const KEPT_MS = 60 * 60 * 1000;

/** What goes on now with a known peer: its record says what lasts, this what does not. */
export class Contact {
  session: Session | null = null;
  /** Whether a dial is under way that bars the next one. */
  dialling = false;
  /** Whether there was a link since this node started. */
  wasLinked = false;
  /** The latest dial of its that was met. */
  seen: Dial['seen'] = null;
  /** A link that it dialled beside the present one, and has not taken yet. */
  newer: Link | null = null;
  /** The user asked for it: until it is linked it is dialled also where there are links enough. */
  wanted = false;
  why: Refused | null = null;
  otherRule: Rule | null = null;
  /** Since when the other side has taken the link; `null` without one. */
  linkedSince: number | null = null;
  lastError: PeerStatus['lastError'] = null;
  catchUp: CatchUp | null = null;
  /** Whether it was in sync since the link came up, as `linkedSince` has it. */
  #wasInSync = false;
  /** `linkedSince` of a link that was closed for a newer one, until that is there, and how it fared. */
  #replacedSince: number | null = null;
  #replaced: Pulse | null = null;
  /** As `heardOver` at the last look. */
  #heard = 0;
  /** When something last came over the link; `null` without one. */
  #heardAt: number | null = null;
  readonly backoff = new Backoff();

  constructor(readonly record: PeerRecord) {}

  /** It dialled. */
  met({ card: { epoch }, dial: { attempt } }: Link): void {
    const before = this.seen?.epoch === epoch ? this.seen.attempt : 0;
    this.seen = { epoch, attempt: Math.max(before, attempt) };
  }

  /** Of a link that comes up now. */
  pulseOf({ traffic }: Link): Pulse {
    return this.#replaced?.next(traffic) ?? new Pulse(traffic);
  }

  linked(session: Session): void {
    this.session = session;
    this.#replaced = null;
    this.linkedSince = this.#replacedSince;
    this.#replacedSince = null;
    this.otherRule = null;
  }

  /**
   * The other side has taken the link: before, it may still refuse it, and dialling anew must not begin at once.
   * Returns whether that is news.
   */
  taken(now: number): boolean {
    const news = this.linkedSince === null;
    if (news) this.#wasInSync = false;
    this.linkedSince ??= now;
    this.wasLinked = true;
    this.wanted = false;
    this.why = null;
    this.backoff.reset();
    return news;
  }

  /** The two are in sync. Returns whether that is news: they were not since the link came up. */
  caughtUp(now: number, { received, sent }: Omit<CatchUp, 'ms'>): boolean {
    if (this.#wasInSync || this.linkedSince === null) return false;
    this.#wasInSync = true;
    this.catchUp = { ms: Math.max(0, now - this.linkedSince), received, sent };
    return true;
  }

  /**
   * Returns whether that is news: the other side had taken the link, or the one in whose place another was to come.
   * @param isReplaced by a newer one, which is no news: the two count as one link
   */
  unlinked(isReplaced = false): boolean {
    const since = this.linkedSince ?? this.#replacedSince;
    this.#replaced = isReplaced && this.session?.kind === 'node' ? this.session.pulse : null;
    this.session = null;
    this.record.lastSeen = this.#heardAt ?? this.record.lastSeen;
    this.#heardAt = null;
    this.linkedSince = null;
    this.#replacedSince = isReplaced ? since : null;
    return since !== null && !isReplaced;
  }

  /** Whether its link was closed for a newer one that is not there yet. */
  get isReplaced(): boolean {
    return this.#replacedSince !== null;
  }

  /** A dial failed, or the link was lost: the next dial has to wait. Returns as `missed`. */
  failed(why: Refused, now: number, random: number): boolean {
    this.backoff.failed(now, random, !this.#isHidden(why) && !isLost(why));
    return this.missed(why, now);
  }

  /** Where it was, something else answers, as on a network that wants its user to log in first. */
  #isHidden({ code }: Refused): boolean {
    // In a private network that, an open node and a course node are one: the last is none to wait for.
    const isOther = code === 'not-a-node' || (code === 'open-network' && this.record.id !== null);
    return isOther && this.wasLinked;
  }

  /** The peer closed the link for the newer one: only if it does not speak over that soon is it dialled. */
  superseded(now: number, random: number): void {
    this.backoff.failed(now, random, false);
  }

  /**
   * A dial failed. Where there is a link, still or meanwhile, that is no news. Returns whether a link that was closed
   * for a newer one is lost by that.
   */
  missed(why: Refused, now: number): boolean {
    if (this.session !== null) return false;
    this.why = why;
    // What somebody wanted is no error.
    if (why.code !== 'paused') this.erred(why, now);
    const { isReplaced } = this;
    this.#replacedSince = null;
    this.#replaced = null;
    return isReplaced;
  }

  /** The user resumed it: it is to be dialled at once. */
  resumed(): void {
    this.record.paused = false;
    this.why = null;
    this.backoff.reset();
  }

  erred({ code, message }: Reason, at: number): void {
    this.lastError = { code, message, at };
  }

  /** Looks whether something came from it since the last look. Call ten times a second. */
  look(now: number): void {
    const heard = heardOver(this.session);
    if (this.session !== null && heard !== this.#heard) {
      this.#heardAt = now;
      const kept = this.record.lastSeen ?? Number.NEGATIVE_INFINITY;
      if (Math.abs(now - kept) > KEPT_MS) this.record.lastSeen = now;
    }
    this.#heard = heard;
  }

  isDue(now: number): boolean {
    const lacksLink = this.session === null || this.isSuspect;
    return isWelcome(this.record) && lacksLink && !this.dialling && this.backoff.isOver(now);
  }

  /** Whether the link may be gone. */
  get isSuspect(): boolean {
    return this.session?.kind === 'node' && this.session.pulse.isSuspect;
  }

  /**
   * @param enough whether there are so many links that it is not dialled
   * @param isNear whether a linked node says that it is linked to it
   */
  status(now: number, enough: boolean, isNear: () => boolean): PeerStatus {
    const { record, session, linkedSince, catchUp, lastError } = this;
    const base: PeerStatus = {
      ...NO_LINK,
      id: handleOf(record),
      name: record.name,
      address: record.addresses[0] ?? '',
      linkedSince,
      catchUp,
      lastSeen: this.#heardAt ?? record.lastSeen,
      lastError,
      learnedFrom: record.learnedFrom,
      away: session === null && isAway(record, now),
    };
    if (record.paused) return { ...base, state: 'paused' };
    if (session !== null) return { ...base, ...sessionStatus(session) };
    const nextTry = enough ? null : this.dialling ? now : this.backoff.due;
    if (this.otherRule !== null) return { ...base, state: 'other-rule', rule: this.otherRule, nextTry };
    const isPassedOver = enough && !this.dialling && this.backoff.isOver(now);
    const isGone = this.why !== null && isLost(this.why) && !isNear();
    if (isPassedOver && !isGone) return { ...base, state: 'idle' };
    if (this.why === null) return base;
    const { code, message } = this.why;
    return { ...base, state: code === 'paused' ? 'paused-there' : 'unreachable', why: { code, message }, nextTry };
  }
}
