import { checkKey, type Key, textValue } from '../../main/store/text';
import { allSayInSync, areEqual } from '../../test/sim/checks';
import { moments } from '../../test/sim/moments';
import type { Image } from '../../test/sim/sim-disk';
import type { SimNode } from '../../test/sim/sim-node';
import { Traffic } from '../../test/sim/traffic';
import { World } from '../../test/sim/world';
import { keyAt, valueAt } from '../support/in-flight';
import type { Edge } from './shapes';

/** All pings have come and gone, and both repair timers have passed. */
const REST_MS = 16_000;

/** A network of the simulation whose traffic is counted. */
export class Mesh {
  readonly world: World;
  traffic = new Traffic();
  #set = 0;

  constructor(seed: number) {
    this.world = new World(seed, false);
    this.world.sent = (...sent) => this.traffic.count(...sent);
  }

  /** @param image what their disks hold from the start */
  add(nodes: number, image?: Image): this {
    for (let count = 0; count < nodes; count++) this.world.add(image);
    return this;
  }

  link(edges: readonly Edge[]): this {
    const { world } = this;
    for (const [a, b] of edges) world.pair(world.nodes[a] as SimNode, world.nodes[b] as SimNode);
    return this;
  }

  /** As many nodes at random, or all. */
  some(count: number): SimNode[] {
    return this.world.prng.shuffled(this.world.nodes).slice(0, count);
  }

  /** Counts anew from here on. */
  measure(): Traffic {
    this.traffic = new Traffic();
    return this.traffic;
  }

  /** Sets new keys, of 16 bytes, to values of 32. */
  set(node: SimNode, count: number): Key[] {
    return Array.from({ length: count }, () => {
      this.#set += 1;
      const key = checkKey(keyAt(this.#set));
      node.put(key, textValue(valueAt(this.#set)));
      return key;
    });
  }

  /** ms until all nodes hold the same, and until both ends of every link say so. */
  converge<Event extends string = never>(
    more?: Record<Event, () => boolean>,
  ): Promise<Record<Event | 'held' | 'inSync', number>> {
    return moments<Event | 'held' | 'inSync'>(this.world, {
      held: () => areEqual(this.world),
      inSync: () => areEqual(this.world) && allSayInSync(this.world),
      ...(more as Record<Event, () => boolean>),
    });
  }

  /** Whatever was under way, and what it leads to later, comes to its end. */
  async rest(): Promise<this> {
    await this.converge();
    await this.world.run(REST_MS);
    return this;
  }
}
