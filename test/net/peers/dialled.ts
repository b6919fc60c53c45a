import type { Farewell, Message, Outgoing } from '../../../main/net/protocol';
import type { End, Link, LinkListener } from '../../../main/net/wire/link';
import type { NodeId } from '../../../main/store/stamp';
import { BOB } from '../../store/fixtures';
import { card } from '../../support/card';

/** A link that a peer dialled, who listens at port 1 and holds more than this node. */
export class Dialled implements Link {
  readonly card;
  readonly dialled = false;
  readonly dial = { attempt: 1, seen: null };
  readonly host = '192.0.2.1';
  readonly counts = { messagesIn: 0 };
  readonly traffic = { heard: 0, count: () => this.counts as never };
  readonly spoken: Promise<boolean>;
  readonly sent: Outgoing[] = [];
  farewell: Farewell | null = null;
  #speaks: (first: boolean) => void = () => {};
  #listener: LinkListener | null = null;
  #end: { why: End | null } | null = null;

  constructor(id: NodeId = BOB) {
    this.card = { ...card(id), port: id === BOB ? 1 : null, entries: 1_000 };
    this.spoken = new Promise((resolve) => {
      this.#speaks = resolve;
    });
  }

  listen(listener: LinkListener): void {
    this.#listener = listener;
    if (this.#end !== null) listener.closed(this.#end.why);
  }

  send(message: Outgoing): void {
    this.sent.push(message);
  }

  says(message: Message): void {
    this.traffic.heard += 1;
    this.counts.messagesIn += 1;
    this.#speaks(true);
    this.#listener?.message(message);
  }

  close(farewell: Farewell): void {
    this.farewell = farewell;
    this.ends({ byPeer: false, farewell });
  }

  ends(why: End | null): void {
    if (this.#end !== null) return;
    this.#end = { why };
    this.#speaks(false);
    this.#listener?.closed(why);
  }

  /** What it was sent, by its type. */
  got(type: Outgoing['type']): Outgoing[] {
    return this.sent.filter((message) => message.type === type);
  }
}
