import type { Invitation as Shown, Status } from '../../preload/contract/status';
import { type Invitation, isInUse, parseInvitation } from '../net/invitation';
import { itself } from '../net/peers/admission';
import type { Node } from '../node/node';
import { Refused } from '../store/refusal';
import { answerNow } from './outcome';

export interface InvitationSystem {
  /** Opens a node of a rule in a window of its own, which asks about the invitation. */
  openNewNode(invitation: string, rule: Invitation['rule']): Promise<void>;
  /** `asked` changed. */
  changed(): void;
}

/**
 * The invitation from a link, until the window's user has decided what to do with it. Any web page can make such a
 * link, so it must never do anything by itself, and an answer never counts for a newer link that nobody has read yet.
 */
export class InvitationDesk {
  #text: string | null = null;
  /** The number of the question about it. */
  #question = 0;

  constructor(
    readonly node: Node,
    readonly system: InvitationSystem,
  ) {}

  /** What the user is asked about, or why the link is no invitation; `null` while there is none. */
  get asked(): Status['invitation'] {
    const text = this.#text;
    return text === null ? null : { question: this.#question, asked: answerNow(() => this.#read(text)) };
  }

  #read(text: string): Shown {
    const invitation = parseInvitation(text);
    if (invitation.id === this.node.id) throw itself().refusal;
    return toShown(invitation, this.node);
  }

  async #follow(text: string, isWanted?: () => boolean): Promise<void> {
    const { takesKey } = this.#read(text);
    await this.node.privacy.takeKey(text, isWanted);
    // A node that has taken the key goes all the way: with it alone it would be cut off from everybody.
    await this.node.peers.join(text, takesKey ? undefined : isWanted);
  }

  /**
   * Joins by an invitation that the user gave to this window, unless the node would take its network key and that
   * matters: then the user is asked first. Returns whether it joined. @throws Refused as `accept`
   */
  async join(text: string): Promise<boolean> {
    const { takesKey } = this.#read(text);
    const asks = takesKey && isInUse(this.node.status());
    if (asks) this.ask(text);
    else await this.#follow(text);
    return !asks;
  }

  /** The newest one counts. */
  ask(text: string): void {
    this.#question += 1;
    this.#set(text);
  }

  decline(question: number): void {
    if (question === this.#question) this.#set(null);
  }

  /**
   * If that fails, the question stays, to be tried again. A user who declines it meanwhile is heeded.
   * @throws Refused as `Privacy.takeKey` and `Peering.join`; `bad-request` if it is another question
   */
  async accept(question: number): Promise<void> {
    const text = this.#textOf(question);
    await this.#follow(text, () => this.#question !== question || this.#text !== null);
    this.decline(question);
  }

  /** @throws Refused as `parseInvitation`; `bad-request` if it is another question */
  async acceptInNewNode(question: number): Promise<void> {
    const text = this.#textOf(question);
    await this.system.openNewNode(text, parseInvitation(text).rule);
    this.decline(question);
  }

  #textOf(question: number): string {
    if (this.#text === null || question !== this.#question)
      throw new Refused('bad-request', 'Another invitation has taken the place of this one; read it before you agree.');
    return this.#text;
  }

  #set(text: string | null): void {
    this.#text = text;
    this.system.changed();
  }
}

/** What the window may know about an invitation. */
export function toShown({ name, addresses, rule, key }: Invitation, { privacy }: Node): Shown {
  const takesKey = key !== null && key !== privacy.networkKey;
  return { name, addresses: [...addresses], rule, private: key !== null, takesKey };
}
