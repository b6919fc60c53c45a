import type { Reason } from '../store/refusal';

/** Events kept: some minutes of a busy class, and at most about 1 MB, as a key has 1 KiB and a name 60 characters. */
export const MAX_EVENTS = 500;
/** Like events of a peer that come within this are one: 100,000 entries in batches are some lines, not thousands. */
const GROWS_MS = 1_000;

export type EventKind =
  | 'set'
  | 'deleted'
  | 'sent'
  | 'received'
  | 'merged'
  | 'refused'
  | 'conflict'
  | 'backup'
  | 'backup-failed'
  | 'restored'
  | 'restamped'
  | 'new-id'
  | 'paused'
  | 'resumed'
  | 'link-up'
  | 'in-sync'
  | 'link-down';

/** How the two ends of a link came to be in sync. */
export interface CatchUp {
  /** From link up until their fingerprints were equal. */
  ms: number;
  /** Entries that came and went over it meanwhile. */
  received: number;
  sent: number;
}

/** Something that this node did or met. */
export interface NodeEvent {
  /** Counts up from 1 at each start. */
  seq: number;
  /** When it began, ms since 1970. */
  at: number;
  /**
   * Written here: `set`, `deleted`. Entries of a link: `sent`, `received`, and `merged`, those among them that were
   * new. `refused`: a write, a link or entries, by either side. `conflict`: keys that came into conflict; the peer is
   * the other writer, unless there are several. `backup` and `restored`: entries written to a backup, and those of one
   * that were new here. `restamped`: entries that were stamped ahead and have the present time now. `new-id`: this
   * node took one, as another node has the old one. `paused` and `resumed`: a peer, or `count` of them where none is
   * named. `in-sync`: with a peer, for the first time over a link.
   */
  kind: EventKind;
  /** Name and handle of the peer concerned; `null` where there is none, or several. */
  peer: string | null;
  peerId: string | null;
  /** Of `sent`: how many peers were sent the same at once. */
  peers: number;
  /** The key concerned, the first of several. */
  key: string | null;
  /** How many entries, keys or refusals. */
  count: number;
  /** Of `refused`, `backup-failed` and `link-down`; `null` where this node closed a link that did well. */
  why: Reason | null;
  /** Of `in-sync`. */
  catchUp: CatchUp | null;
}

export type About = Partial<Pick<NodeEvent, 'peer' | 'peerId' | 'key' | 'count' | 'why' | 'catchUp'>>;

const NOTHING = { peer: null, peerId: null, peers: 1, key: null, count: 1, why: null, catchUp: null };

/**
 * What happened lately, for whoever watches. Each note costs O(1) (a repeated refusal, one pass over what is kept), and
 * listeners are told only that there is news; they ask for it when they please.
 */
export class Events {
  #kept: NodeEvent[] = [];
  /** The newest of each slot among those kept. */
  readonly #latest = new Map<string, NodeEvent>();
  /** To whom the events went that went to several peers. */
  readonly #receivers = new WeakMap<NodeEvent, Set<string | null>>();
  #newest: NodeEvent | null = null;
  readonly #listeners = new Set<() => void>();
  #seq = 0;
  #dropped = 0;

  constructor(readonly now: () => number) {}

  /** The number of the newest event; 0 before the first. */
  get head(): number {
    return this.#seq;
  }

  add(kind: EventKind, about: About): void {
    const before = this.#before(kind, about.peerId ?? null, about.why?.code);
    if (before?.kind === kind && before.peers === 1 && this.#grows(before)) before.count += about.count ?? 1;
    else if (kind !== 'sent' || !this.#wentToo(about)) this.#append(kind, about, before);
    this.#tell();
  }

  /** As `add`, without garbage, if a kept event can take so many more; else does nothing. Returns whether it did. */
  grew(kind: Exclude<EventKind, 'refused'>, peerId: string | null, count: number): boolean {
    const before = this.#before(kind, peerId);
    if (before?.kind !== kind || before.peers > 1 || !this.#grows(before)) return false;
    before.count += count;
    this.#tell();
    return true;
  }

  /** The newest events, newest first; the youngest may still grow. */
  recent(limit: number): NodeEvent[] {
    return this.#kept
      .slice(-limit)
      .reverse()
      .map((event) => ({ ...event }));
  }

  /** Events after a number that grow no more, oldest first, and about how many are kept no longer. */
  settled(after: number): { events: NodeEvent[]; missed: number } {
    const growing = this.#kept.findIndex((event) => event.seq > after && this.#grows(event));
    const events = this.#kept.slice(0, growing < 0 ? this.#kept.length : growing).filter(({ seq }) => seq > after);
    return { events: events.map((event) => ({ ...event })), missed: Math.max(0, this.#dropped - after) };
  }

  /** Calls back at each note; returns the function that stops it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What it may repeat; mostly the newest one, and only a refusal needs a look at more than its kind and its peer. */
  #before(kind: EventKind, peerId: string | null, code?: string): NodeEvent | undefined {
    const newest = this.#newest;
    const isSame = newest?.kind === kind && newest.peerId === peerId && kind !== 'refused';
    return isSame ? newest : this.#latest.get(slotOf(kind, peerId, code));
  }

  /** A wall clock that is set back ends the growth, too. */
  #grows({ at }: NodeEvent): boolean {
    return Math.abs(this.now() - at) < GROWS_MS;
  }

  /**
   * What a change sends to all peers at once is one event: in a class, a line for each would leave room for nothing else.
   * Returns whether the newest one told of the same, and tells of this peer, too, now.
   */
  #wentToo({ peerId = null, key, count }: About): boolean {
    const event = this.#newest;
    if (event?.kind !== 'sent' || event.key !== key || event.count !== count || !this.#grows(event)) return false;
    const receivers = this.#receivers.get(event) ?? new Set([event.peerId]);
    if (receivers.has(peerId)) return false;
    this.#receivers.set(event, receivers.add(peerId));
    this.#latest.set(slotOf('sent', peerId), event);
    Object.assign(event, { peer: null, peerId: null, peers: receivers.size });
    this.#unite(event, receivers);
    return true;
  }

  /** The newest event becomes one with the one before, if that went to the same peers. */
  #unite(event: NodeEvent, receivers: ReadonlySet<string | null>): void {
    const before = this.#kept.at(-2);
    const are = before && this.#receivers.get(before);
    if (!before || are?.size !== receivers.size || !this.#grows(before)) return;
    if (![...receivers].every((peer) => are.has(peer))) return;
    before.count += event.count;
    this.#kept.pop();
    this.#seq -= 1;
    this.#newest = before;
    for (const peer of receivers) this.#latest.set(slotOf('sent', peer), before);
  }

  #append(kind: EventKind, { why, ...about }: About, before: NodeEvent | undefined): void {
    this.#seq += 1;
    const reason = why ? { code: why.code, message: why.message } : null;
    const event: NodeEvent = { ...NOTHING, ...about, kind, why: reason, at: this.now(), seq: this.#seq };
    if (kind === 'refused' && before !== undefined) this.#replace(before, event);
    this.#kept.push(event);
    this.#newest = event;
    this.#latest.set(slotOf(kind, event.peerId, reason?.code), event);
    if (this.#kept.length > MAX_EVENTS) this.#drop(this.#kept.shift() as NodeEvent);
  }

  /** What is tried and refused for hours stands once, with the time of the last try. */
  #replace(before: NodeEvent, event: NodeEvent): void {
    this.#kept = this.#kept.filter((other) => other !== before);
    event.count += before.count;
  }

  #drop(oldest: NodeEvent): void {
    this.#dropped = oldest.seq;
    for (const peer of this.#receivers.get(oldest) ?? [oldest.peerId]) {
      const slot = slotOf(oldest.kind, peer, oldest.why?.code);
      if (this.#latest.get(slot) === oldest) this.#latest.delete(slot);
    }
  }
}

const OPPOSITES: Partial<Record<EventKind, string>> = {
  'link-up': 'link',
  'in-sync': 'link',
  'link-down': 'link',
  paused: 'pause',
  resumed: 'pause',
};

/** What may grow into one event. A link that goes up, or is in sync, after it went down is no repetition of that. */
function slotOf(kind: EventKind, peerId: string | null, code?: string): string {
  const what = OPPOSITES[kind] ?? kind;
  return `${what} ${peerId ?? ''} ${kind === 'refused' ? code : ''}`;
}
