import { aheadText, MAX_AHEAD_MS } from '../../store/clock';
import { toldUpTo } from '../../store/pack';
import { Refused } from '../../store/refusal';
import type { Key } from '../../store/text';
import type { Events } from '../events';
import type { Message, Outgoing } from '../protocol';
import type { Contact } from './contact';
import { handleOf } from './peers';

/**
 * Notes among the events what goes on with one peer: a batch is one note, whatever it holds. Entries that are refused, as
 * they are stamped ahead, neither came nor went: they are tried again and again, and their refusal stands once.
 */
export class PeerEvents {
  /** Entries that came and went. */
  readonly #moved = { received: 0, sent: 0 };

  constructor(
    readonly events: Events,
    readonly contact: Contact,
  ) {}

  /** The other side has taken the link. */
  up(): void {
    this.events.add('link-up', this.#peer);
  }

  /** The two hold the same. */
  inSync(): void {
    const isNews = this.contact.caughtUp(this.events.now(), this.#moved);
    if (isNews) this.events.add('in-sync', { ...this.#peer, catchUp: this.contact.catchUp });
  }

  /** @param why `null` where this side closed it */
  down(why: Refused | null): void {
    this.events.add('link-down', { ...this.#peer, why });
  }

  /** By the user. */
  paused(isPaused: boolean): void {
    this.events.add(isPaused ? 'paused' : 'resumed', this.#peer);
  }

  /** The other side did not take the link. */
  refused(why: Refused): void {
    this.events.add('refused', { ...this.#peer, why });
  }

  sent(message: Outgoing): void {
    if (message.type === 'changes') {
      const { count, key } = toldUpTo(this.#latestThere, message.entries);
      this.#moved.sent += count;
      this.#entries('sent', count, key);
    }
    if (message.type === 'refused')
      this.#clockWrong(`It has entries stamped ${aheadText(message.ahead)} in the future`);
  }

  received(message: Message): void {
    if (message.type === 'changes') {
      const latest = this.events.now() + MAX_AHEAD_MS;
      const taken = message.entries.filter(({ stamp }) => stamp.time <= latest);
      this.#moved.received += taken.length;
      this.#entries('received', taken.length, taken[0]?.key);
    }
    if (message.type === 'refused')
      this.#clockWrong(`It finds entries of this node ${aheadText(message.ahead)} in the future`);
  }

  /** A course node took a value. */
  set(key: Key): void {
    this.#entries('sent', 1, key);
  }

  /** A course node did not take a value, or keeps one from here; `null` for whatever it has. */
  notTaken(why: Refused, key: Key | null): void {
    this.events.add('refused', { ...this.#peer, key, why });
  }

  /** A course node has a value that this node had not. */
  took(key: Key): void {
    this.#entries('received', 1, key);
    this.#entries('merged', 1, key);
  }

  #entries(kind: 'sent' | 'received' | 'merged', count: number, key: string | undefined): void {
    if (count === 0 || this.events.grew(kind, handleOf(this.contact.record), count)) return;
    this.events.add(kind, { ...this.#peer, count, key: key ?? null });
  }

  #clockWrong(what: string): void {
    const why = new Refused('clock-wrong', `${what}; set the wrong clock right. They wait for their time.`);
    this.contact.erred(why, this.events.now());
    this.refused(why);
  }

  /** The latest stamp that the other side takes, ms since 1970, as far as its clock is known. */
  get #latestThere(): number {
    const { session } = this.contact;
    const skew = session?.kind === 'node' ? session.sync.skew : null;
    return skew === null ? Number.POSITIVE_INFINITY : this.events.now() + skew + MAX_AHEAD_MS;
  }

  get #peer(): { peer: string; peerId: string } {
    const { record } = this.contact;
    return { peer: record.name ?? record.addresses[0] ?? '', peerId: handleOf(record) };
  }
}
