import type { Card, Dial, Farewell, Message, Outgoing } from '../protocol';
import type { Traffic } from './traffic';

/** Which side closed a link, and why. */
export interface End {
  readonly byPeer: boolean;
  /** `null`: one that this version does not know. */
  readonly farewell: Farewell | null;
}

export interface LinkListener {
  message(message: Message): void;
  /** Called once, whoever closed; nothing comes after it. `null` where the connection was lost without a word. */
  closed(end: End | null): void;
}

/**
 * A live connection between two native nodes that have exchanged their cards. Messages arrive whole, checked, in the
 * order in which they were sent, or not at all.
 */
export interface Link {
  readonly card: Card;
  /** Whether this node dialled. */
  readonly dialled: boolean;
  /** Of two links, both ends know which was dialled later. */
  readonly dial: Dial;
  /** The host at the other end, as this node sees it. */
  readonly host: string;
  /** What went over it since it was dialled. */
  readonly traffic: Pick<Traffic, 'heard' | 'count'>;
  /** Resolves when the first message has come, with false where the link is closed before. */
  readonly spoken: Promise<boolean>;
  /** Messages that came before this call are not lost: they wait for it. Call once. */
  listen(listener: LinkListener): void;
  send(message: Outgoing): void;
  /** Says why, then closes. */
  close(farewell: Farewell): void;
}
