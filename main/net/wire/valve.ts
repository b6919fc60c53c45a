import { type Carried, type Engine, engineOf, onPacket, webSocketOf } from './engine';
import { Rate } from './rate';

const MIB = 1024 * 1024;
/** Messages a second, and at once, of one connection: a script with 256 sets under way brings some thousands. */
const MESSAGES = [15_000, 30_000] as const;
/** Bytes likewise: half of what a gigabit brings. */
const BYTES = [64 * MIB, 128 * MIB] as const;
/**
 * Messages of all connections together, of which a laptop can just bear so many; a flood is paid off within a second.
 */
const MESSAGES_IN_ALL = [25_000, 50_000, 75_000] as const;
/** A connection that owes no more than this is not slowed for others' floods: a person's script, a link at rest. */
const LIGHT = 500;
/** Requests of one connection that are under way: four times what scripts try. */
const MAX_UNDER_WAY = 1_024;
/** Bytes that the other side has not read: while there are more, it is not read either. */
const MAX_WAITING = 16 * MIB;
/** A connection with so much unread is cut off: more than all keys of a database of a million take. */
const MAX_UNREAD = 64 * MIB;
/** Debt, as time, after which a connection that cannot be paused is cut off. */
const MAX_DEBT_MS = 10_000;
/** How soon to look again whether there is room. */
const AGAIN_MS = 20;

/** One process is one node. */
const all = new Rate(...MESSAGES_IN_ALL);
const valves = new WeakMap<Engine, Valve>();

/** The valve of the connection under a socket, made by the first call. @param cut told why the connection is cut off */
export function valveOf(socket: Carried, cut: (why: string) => void = () => {}): Valve {
  const engine = engineOf(socket);
  const valve = valves.get(engine) ?? new Valve(engine, cut);
  valves.set(engine, valve);
  return valve;
}

/**
 * Reads no more of a connection than its share. One that sends faster, asks more at once or does not read its answers
 * is not read for a while, so that TCP slows it down and nobody else notices. With long-polling, where nothing can be
 * left unread, it is cut off in the end.
 */
export class Valve {
  readonly #messages = new Rate(...MESSAGES);
  readonly #bytes = new Rate(...BYTES);
  /** Bytes that have not gone to the transport yet. */
  #waiting = 0;
  #underWay = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    readonly engine: Engine,
    readonly cut: (why: string) => void,
  ) {
    onPacket(engine, 'packet', (_, bytes) => this.#came(bytes));
    onPacket(engine, 'packetCreate', (_, bytes) => this.#goes(bytes));
    engine.on('flush', () => {
      this.#waiting = 0;
    });
    engine.on('close', () => this.#open());
  }

  /** Whether the other side has much to read still. */
  get isBackedUp(): boolean {
    return this.#unread > MAX_WAITING;
  }

  /** Counts a request as under way until it is answered. */
  async during(answer: () => Promise<void>): Promise<void> {
    this.#underWay += 1;
    if (this.#underWay === MAX_UNDER_WAY) this.#look();
    try {
      await answer();
    } finally {
      this.#underWay -= 1;
    }
  }

  get #unread(): number {
    return this.#waiting + (webSocketOf(this.engine)?.bufferedAmount ?? 0);
  }

  #came(bytes: number): void {
    const now = performance.now();
    const debt = this.#messages.add(1, now) + this.#bytes.add(bytes, now);
    const isOver = all.add(1, now) > 0 || debt > 0;
    if (debt > MAX_DEBT_MS && webSocketOf(this.engine) === undefined) this.#end('It sent more than it may.');
    else if (isOver) this.#look(now);
  }

  #goes(bytes: number): void {
    if (this.#unread > MAX_UNREAD) return this.#end('It does not read what it asked for.');
    this.#waiting += bytes;
    if (this.isBackedUp) this.#look();
  }

  #end(why: string): void {
    this.cut(why);
    const socket = webSocketOf(this.engine);
    if (socket === undefined) this.engine.close(true);
    else socket.terminate();
  }

  #look(now = performance.now()): void {
    if (this.#timer !== null || !this.#isToWait(now)) return;
    webSocketOf(this.engine)?.pause();
    this.#lookAgain();
  }

  #lookAgain(): void {
    this.#timer = setTimeout(() => {
      if (this.#isToWait(performance.now())) this.#lookAgain();
      else this.#open();
    }, AGAIN_MS);
  }

  /** Also where it ends: a goodbye that nobody reads is waited for. */
  #open(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    webSocketOf(this.engine)?.resume();
  }

  #isToWait(now: number): boolean {
    return this.#owes(now) || this.#underWay >= MAX_UNDER_WAY || this.isBackedUp;
  }

  #owes(now: number): boolean {
    if (this.#messages.wait(now) > 0 || this.#bytes.wait(now) > 0) return true;
    return all.wait(now) > 0 && this.#messages.debt(now) > LIGHT;
  }
}
