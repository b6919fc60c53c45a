/** How often each side of a resting link is heard; one that is not has gone. Some 100 bytes each way. */
const PING_MS = 2_000;
/**
 * From one ping to the next over all links, at the least: in a class everybody is linked to everybody, and 30 nodes with a
 * ping every 2 s over each link would send some 900 messages a second over one wireless network, for nothing.
 */
const SHARE_MS = 250;
/** A peer that is there answers a probe in this time; a LAN takes some ms. */
const PROBE_MS = 2_000;

/**
 * Pings over a link, and what their answers tell. Sans-IO: ticks and messages come in, pings go out. Messages come in
 * order, so a peer that has answered a ping has read all that was said before it.
 */
export class Heartbeat {
  #next = 0;
  #waits = false;
  /** When the ping was sent that was last answered. */
  #answered = Number.NEGATIVE_INFINITY;
  /** When the peer was asked whether it is still there; null once anything has come from it. */
  #probedAt: number | null = null;
  #latency: number | null = null;
  #skew: number | null = null;

  constructor(
    /** ms since 1970. */
    readonly now: () => number,
    readonly say: (sent: number) => void,
    /** How many links this node has. */
    readonly links: () => number,
  ) {}

  /** Whether an answer is still to come. */
  get isDue(): boolean {
    return this.#waits;
  }

  /** Round trip, ms. */
  get latency(): number | null {
    return this.#latency;
  }

  /** How far the peer's clock is ahead of ours, ms. */
  get skew(): number | null {
    return this.#skew;
  }

  /** Whoever is there answers. Returns when it was sent. */
  ping(): number {
    const sent = this.now();
    this.#next = sent + this.#every;
    this.#waits = true;
    this.say(sent);
    return sent;
  }

  /** The network may have gone from under the link. */
  probe(): void {
    this.#probedAt = this.now();
    this.ping();
  }

  /** Something came from the peer. */
  heard(): void {
    this.#probedAt = null;
  }

  /** The peer answered. @param sent as the ping said @param now the peer's clock */
  answered(sent: number, now: number): void {
    this.#waits = false;
    this.#answered = sent;
    this.#latency = Math.max(0, this.now() - sent);
    this.#skew = now - (sent + this.#latency / 2);
  }

  /** Whether the peer answered a ping that was sent then, or later. */
  hasAnswered(sent: number): boolean {
    return this.#answered >= sent;
  }

  /**
   * Call about ten times a second.
   * @param isSuspect whether the link may be gone. Then no further ping is sent: if only the other direction is lost,
   * the peer would take it for a sign that the link lives
   */
  tick(isSuspect: boolean): void {
    const now = this.now();
    // A wall clock that is set back must not silence the link until it is as late again.
    this.#next = Math.min(this.#next, now + this.#every);
    if (now >= this.#next && !isSuspect) this.ping();
  }

  get #every(): number {
    return Math.max(PING_MS, SHARE_MS * this.links());
  }

  /** Whether a probe was not answered. */
  get isGone(): boolean {
    return this.#probedAt !== null && Math.abs(this.now() - this.#probedAt) > PROBE_MS;
  }
}
