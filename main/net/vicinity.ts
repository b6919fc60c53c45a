import type { NodeId } from '../store/stamp';
import { Nearby, type NearbyHost } from './nearby/nearby';
import type { Contacts } from './peers/contacts';
import type { Secret } from './secrets';
import type { NearbyStatus } from './service';

export interface VicinityHost extends Omit<NearbyHost, 'located'> {
  /** `null` in an open network. */
  secret(): Secret | null;
}

/** What nodes nearby are to this one: possible peers, and peers that announce a new address. */
export class Vicinity {
  readonly #nearby: Nearby;
  /** Whether the user lets this node announce itself on its networks, and list others there. */
  #isWanted: boolean;
  #isStopped = false;

  constructor(
    readonly host: VicinityHost,
    readonly contacts: Contacts,
    isWanted: boolean,
  ) {
    this.#isWanted = isWanted;
    this.#nearby = new Nearby({ ...host, located: (id) => this.#located(id) });
  }

  /** Starts or stops, as the user wants and the network allows: a private one announces nothing to strangers. */
  settle(): void {
    // A node that closed meanwhile must not come up again.
    if (this.#isStopped) return;
    if (this.#isWanted && this.host.secret() === null) this.#nearby.start();
    else void this.#nearby.stop();
  }

  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.settle();
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#nearby.stop();
  }

  /** As `Nearby.greet`. */
  greet(): void {
    this.#nearby.greet();
  }

  /** As `Nearby.moved`. */
  moved(): void {
    this.#nearby.moved();
  }

  /** As `Nearby.addressOf`. */
  addressOf(id: NodeId): string | undefined {
    return this.#nearby.addressOf(id);
  }

  /** The nodes nearby that are no peers, or were removed. */
  get status(): NearbyStatus {
    const nodes = this.#nearby.nodes.filter(({ id }) => this.contacts.peers.byId(id)?.removed ?? true);
    return { on: this.#isWanted, nodes };
  }

  /** A peer that could not be reached may be where it tells now. */
  #located(id: NodeId): void {
    const record = this.contacts.peers.byId(id);
    const address = this.addressOf(id) as string;
    if (record !== undefined && !record.addresses.includes(address)) this.contacts.of(record).backoff.hasten();
  }
}
