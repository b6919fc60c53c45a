import { inviteTo, parseInvitation } from '../net/invitation';
import type { Network } from '../net/network';
import type { NetworkKey } from '../net/network-key';
import type { PeerChoices } from '../net/peers/peer-choices';
import type { Card } from '../net/protocol';
import type { PeerService } from '../net/service';
import { Refused } from '../store/refusal';

export interface PeeringHost {
  readonly network: Network;
  card(): Card;
  networkKey(): NetworkKey | null;
  /** Resolves when the disk has what is known of the peers. */
  saved(): Promise<void>;
}

/** What is asked of a node about its peers. A choice takes effect at once, and is acknowledged when the disk has it. */
export class Peering implements PeerService {
  constructor(readonly host: PeeringHost) {}

  /** @throws Refused as `Network.addPeer` */
  async add(address: unknown, near?: string): Promise<void> {
    await this.host.network.addPeer(address, near);
    await this.host.saved();
  }

  /** @throws Refused as `Network.answer` */
  async answer(address: string): Promise<void> {
    await this.host.network.answer(address);
    await this.host.saved();
  }

  invite(first: string | null): string {
    return inviteTo(this.host.card(), this.host.networkKey(), first);
  }

  /**
   * @param isWanted as `Network.join`
   * @throws Refused as `parseInvitation` and `Network.join`; `wrong-key` if its key is not taken yet
   */
  async join(invitation: string, isWanted?: () => boolean): Promise<void> {
    const read = parseInvitation(invitation);
    if (read.key !== null && read.key !== this.host.networkKey())
      throw new Refused('wrong-key', 'That network has another network key than this node; take that one first.');
    await this.host.network.join(read, isWanted);
    await this.host.saved();
  }

  remove(handle: string): Promise<void> {
    return this.#choose((choices) => choices.remove(handle));
  }

  setPaused(handle: string | null, isPaused: boolean): Promise<void> {
    return this.#choose((choices) => choices.setPaused(handle, isPaused));
  }

  retry(handle: string): void {
    this.host.network.choices.retry(handle);
  }

  keep(handle: string): Promise<void> {
    return this.#choose((choices) => choices.keep(handle));
  }

  forget(handles: readonly string[]): Promise<number> {
    return this.#choose((choices) => choices.forget(handles));
  }

  recall(handles: readonly string[]): Promise<void> {
    return this.#choose((choices) => choices.recall(handles));
  }

  courseAddresses(): string[] {
    return this.host.network.courseAddresses();
  }

  async #choose<T>(choose: (choices: PeerChoices) => T): Promise<T> {
    const result = choose(this.host.network.choices);
    await this.host.saved();
    return result;
  }
}
