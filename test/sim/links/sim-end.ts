import {
  type Card,
  type Dial,
  type Farewell,
  type Message,
  type Outgoing,
  readMessage,
} from '../../../main/net/protocol';
import type { End, Link, LinkListener } from '../../../main/net/wire/link';
import type { TrafficCount } from '../../../main/net/wire/traffic';
import { check } from '../failure';
import type { LinkEnd, Side, SimLink } from '../sim-link';
import { brief } from '../trace';
import type { Process } from './process';

/** Of Engine.IO and Socket.IO, before the JSON text of a message. */
const PREFIX = 2;

/** One end of a link between two processes, with what a link over Socket.IO promises. */
export class SimEnd implements Link, LinkEnd {
  readonly spoken: Promise<boolean>;
  readonly #count: TrafficCount = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 };
  #speaks: (first: boolean) => void = () => {};
  #listener: LinkListener | null = null;
  #waiting: Message[] = [];
  #isClosed = false;
  #end: End | null = null;

  constructor(
    readonly process: Process,
    readonly link: SimLink,
    readonly side: Side,
    readonly card: Card,
    readonly dial: Dial,
    readonly host: string,
  ) {
    link.ends[side] = this;
    process.ends.add(this);
    this.spoken = new Promise((resolve) => {
      this.#speaks = resolve;
    });
  }

  get dialled(): boolean {
    return this.side === 0;
  }

  readonly traffic = {
    count: (): TrafficCount => ({ ...this.#count }),
    heard: 0,
  };

  listen(listener: LinkListener): void {
    const wasClosed = this.#isClosed;
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) if (wasClosed || !this.#isClosed) listener.message(message);
    if (wasClosed) listener.closed(this.#end);
  }

  send(message: Outgoing): void {
    if (this.#isClosed) return;
    this.#count.messagesOut += 1;
    this.process.say(() => `-> ${this.#peer}  ${brief(message)}`);
    this.link.send(this.side, message);
  }

  close(farewell: Farewell): void {
    if (this.#isClosed) return;
    this.send({ type: 'bye', code: farewell });
    this.#end = { byPeer: false, farewell };
    this.#finish();
    this.link.finish(this.side);
  }

  receive(text: string): void {
    if (this.process.isOver) return;
    const [type, body] = JSON.parse(text);
    this.traffic.heard += PREFIX + text.length;
    if (type === 'hello' || this.#isClosed) return;
    this.#count.messagesIn += 1;
    this.#count.bytesIn += text.length;
    const message = readMessage(type, body);
    check(message !== null, () => `${this.process.name} got what breaks the protocol: ${text.slice(0, 300)}`);
    if (message.type === 'bye') this.#end = { byPeer: true, farewell: message.code };
    else this.#take(message);
  }

  /** The connection is gone. */
  closed(): void {
    if (this.#isClosed) return;
    this.process.say(() => `its link to ${this.#peer} has ended: ${this.#end?.farewell ?? 'lost'}`);
    this.#finish();
    this.link.finish(this.side);
  }

  #take(message: Message): void {
    this.#speaks(true);
    if (this.#listener === null) this.#waiting.push(message);
    else this.#listener.message(message);
    this.process.schedule.stir();
  }

  #finish(): void {
    this.#isClosed = true;
    this.process.ends.delete(this);
    this.#speaks(false);
    if (!this.process.isOver) this.#listener?.closed(this.#end);
    this.process.schedule.stir();
  }

  get #peer(): string {
    return `${this.card.name}${this.dialled ? '' : ', who dialled'}`;
  }
}
