import { MAX_MESSAGE_BYTES, type Outgoing } from '../../main/net/protocol';
import { check } from './failure';
import type { Prng } from './prng';
import type { Schedule } from './schedule';

/** `changes` that may wait for their `applied` (docs/protocol.md). */
const WINDOW = 4;
/** Messages on the way in one direction: what stays of the longest stall with its pings. */
const MAX_WAITING = 200;

/** The last thing that comes from a side that has closed. */
const END = '';

export type Side = 0 | 1;
export type Sent = Outgoing | { type: 'hello' };

/** What a node has in its hand of a link. */
export interface LinkEnd {
  receive(text: string): void;
  closed(): void;
}

interface Underway {
  readonly text: string;
  readonly at: number;
  readonly changes: boolean;
  /** `read`s that its sender had got by then. */
  readonly reads: number;
}

interface Pipe {
  sent: Underway[];
  last: number;
  blocked: boolean;
  open: boolean;
  reads: number;
  /** Batches that came twice: each is answered twice. */
  twice: number;
}

/** A connection: order is kept within it, messages under way are lost when it breaks. */
export class SimLink {
  /** The longest that a message takes, ms. */
  slowest = 30;
  /** How likely the last batches come twice. */
  duplicates = 0;
  readonly ends: (LinkEnd | null)[] = [null, null];
  readonly #pipes: readonly [Pipe, Pipe];

  constructor(
    readonly schedule: Schedule,
    readonly prng: Prng,
    readonly sent: (from: Side, message: Sent, text: string) => void,
  ) {
    const pipe = (): Pipe => ({ sent: [], last: 0, blocked: false, open: true, reads: 0, twice: 0 });
    this.#pipes = [pipe(), pipe()];
  }

  get isOpen(): boolean {
    return this.#pipes[0].open && this.#pipes[1].open;
  }

  get isBlocked(): boolean {
    return this.#pipes.some(({ blocked }) => blocked);
  }

  send(from: Side, message: Sent): void {
    const pipe = this.#pipes[from];
    if (!pipe.open) return;
    const { type, ...body } = message;
    const text = JSON.stringify([type, body]);
    check(text.length <= MAX_MESSAGE_BYTES, () => `A message has ${text.length} characters.`);
    this.sent(from, message, text);
    const at = Math.max(pipe.last, this.schedule.now + this.prng.whole(1, this.slowest));
    pipe.last = at;
    pipe.sent.push({ text, at, changes: type === 'changes', reads: pipe.reads });
    this.#checkBounds(pipe);
    this.schedule.in(at - this.schedule.now, () => this.#deliver(from));
  }

  block(from: Side, blocked: boolean): void {
    this.#pipes[from].blocked = blocked;
    if (!blocked) this.schedule.in(0, () => this.#deliver(from));
  }

  /** One side notices at once, the other `lag` ms later. Returns the batches under way, which were lost. */
  break(first: Side, lag: number): readonly [string[], string[]] {
    const [a, b] = this.#pipes;
    const lost = [batches(a), batches(b)] as const;
    for (const pipe of this.#pipes) {
      pipe.open = false;
      pipe.sent = [];
    }
    this.#close(first);
    this.schedule.in(lag, () => this.#close(first === 0 ? 1 : 0));
    return lost;
  }

  /** One side closes: the other one notices once all that was said has come, if ever it does. */
  finish(from: Side): void {
    const to = from === 0 ? 1 : 0;
    const pipe = this.#pipes[from];
    this.ends[from] = null;
    if (!pipe.open) return;
    for (const each of this.#pipes) each.open = false;
    this.#pipes[to].sent = [];
    const at = Math.max(pipe.last, this.schedule.now + 1);
    pipe.sent.push({ text: END, at, changes: false, reads: 0 });
    this.schedule.in(at - this.schedule.now, () => this.#deliver(from));
  }

  /** Delivers batches that an earlier connection had lost. */
  redeliver(from: Side, lost: readonly string[]): void {
    this.#pipes[from].twice += lost.length;
    for (const text of lost) {
      this.#pipes[from].sent.push({ text, at: this.schedule.now, changes: false, reads: 0 });
    }
    this.schedule.in(0, () => this.#deliver(from));
  }

  #close(side: Side): void {
    const end = this.ends[side];
    this.ends[side] = null;
    end?.closed();
  }

  #deliver(from: Side): void {
    const pipe = this.#pipes[from];
    const to = from === 0 ? 1 : 0;
    for (let next = pipe.sent[0]; next !== undefined && !pipe.blocked; next = pipe.sent[0]) {
      if (next.at > this.schedule.now) return;
      pipe.sent.shift();
      if (next.text === END) return this.#close(to);
      if (next.text.startsWith('["read"')) this.#pipes[to].reads += 1;
      this.ends[to]?.receive(next.text);
      if (!next.changes || !this.prng.chance(this.duplicates)) continue;
      pipe.twice += 1;
      this.ends[to]?.receive(next.text);
    }
  }

  #checkBounds({ sent, reads, twice }: Pipe): void {
    const waiting = sent.filter(({ changes }) => changes);
    // The answer to a `read` goes out at once, whatever is under way; what is delivered twice is answered twice.
    const answers = 1 + reads - (waiting[0]?.reads ?? reads);
    const most = WINDOW + answers + twice;
    check(waiting.length <= most, () => `${waiting.length} batches are under way, of at most ${most}.`);
    check(sent.length <= MAX_WAITING, () => `${sent.length} messages are under way in one direction.`);
  }
}

function batches({ sent }: Pipe): string[] {
  return sent.filter(({ changes }) => changes).map(({ text }) => text);
}
