import { type Address, addressText, parseAddress } from '../../../main/net/address';
import { type Card, readAuth, readCard } from '../../../main/net/protocol';
import { checkAnswer, type Dialled, type DialOptions } from '../../../main/net/wire/dial';
import { Refused } from '../../../main/store/refusal';
import { check } from '../failure';
import { SimLink } from '../sim-link';
import type { LinkNode } from './link-node';
import type { LinkWorld } from './link-world';
import type { Process } from './process';
import { SimEnd } from './sim-end';

/** As in main/net/wire/connect.ts. */
const DIAL_MS = 5_000;
/** When the system sends again what opens a connection, ms. */
const AGAIN_MS = [0, 1_000, 3_000];

/** Machines and what is between them. */
export class Internet {
  /** The longest that a message takes, ms. */
  slowest = 30;
  /** How likely a dial takes up to some seconds. */
  sluggish = 0;
  readonly links = new Map<SimLink, readonly [Process, Process]>();
  /** From whom nothing reaches whom, by their names. */
  readonly #cut = new Set<string>();
  /** Connections that something between the two has forgotten. */
  readonly #lost = new Set<SimLink>();

  constructor(readonly world: LinkWorld) {}

  cut(from: LinkNode, to: LinkNode, isCut: boolean): void {
    const way = `${from.name}>${to.name}`;
    if (isCut) this.#cut.add(way);
    else this.#cut.delete(way);
    this.apply();
  }

  isCut(from: LinkNode, to: LinkNode): boolean {
    return this.#cut.has(`${from.name}>${to.name}`);
  }

  /** Nothing comes over it any more, and neither side is told. */
  lose(link: SimLink): void {
    this.#lost.add(link);
    this.apply();
  }

  /** As `lose`, all connections of a process. */
  loseAll(process: Process): void {
    for (const [link, ends] of this.links) if (ends.includes(process)) this.#lost.add(link);
    this.apply();
  }

  heal(): void {
    this.#cut.clear();
    this.slowest = 30;
    this.sluggish = 0;
    this.apply();
  }

  /** Call when something changed that decides what reaches whom. */
  apply(): void {
    for (const [link, ends] of this.links) {
      if (link.ends[0] === null && link.ends[1] === null) this.links.delete(link);
      else this.#apply(link, ends);
    }
  }

  /** As main/net/wire/dial.ts, and the server of main/net/server/server.ts at the other end. */
  async dial(from: Process, address: Address, options: DialOptions): Promise<Dialled> {
    const text = addressText(address);
    this.world.watch.dials(from, text, options);
    const to = await this.#reach(from, text, options.patience);
    const { schedule, prng } = this.world;
    const link = new SimLink(schedule, prng, () => {});
    this.links.set(link, [from, to]);
    this.#apply(link, [from, to]);
    link.ends[1] = { receive: (auth) => this.#greet(link, to, JSON.parse(auth)[1], from.node.host), closed: () => {} };
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (why: unknown): void => {
        if (isOver) return;
        isOver = true;
        link.finish(0);
        reject(why);
      };
      const lost = new Refused('not-a-node', `Something answers at ${text}, but it is not a node.`);
      link.ends[0] = {
        receive: (hello: string) => this.#answered(hello, address, options, meet, end),
        closed: () => end(lost),
      };
      const meet = (card: Card): void => {
        isOver = true;
        resolve({ kind: 'node', link: new SimEnd(from, link, 0, card, options.dial, address.host) });
      };
      link.send(0, { type: 'hello', ...{ byr: options.card, expected: options.expected, ...options.dial } });
      schedule.in(DIAL_MS, () => from.run(() => end(lost)));
    });
  }

  #answered(
    hello: string,
    address: Address,
    options: DialOptions,
    meet: (card: Card) => void,
    end: (why: unknown) => void,
  ): void {
    const card = readCard(JSON.parse(hello)[1]);
    check(card !== null, () => `A hello breaks the protocol: ${hello}`);
    try {
      checkAnswer(card, address, options);
      meet(card);
    } catch (error) {
      end(error);
    }
    this.world.schedule.stir();
  }

  /** A node is dialled. */
  #greet(link: SimLink, to: Process, body: unknown, host: string): void {
    const auth = readAuth(body);
    check(auth !== null && 'id' in auth.byr, () => `A dial breaks the protocol: ${JSON.stringify(body)}`);
    if (to.isOver) return link.finish(1);
    const { byr, expected, attempt, seen } = auth;
    const { card } = to;
    to.say(() => `says hello to ${byr.name}`);
    link.send(1, { type: 'hello', ...card });
    if (expected !== null && expected !== card.id && byr.id !== card.id) return link.finish(1);
    void to.network.accept(new SimEnd(to, link, 1, byr, { attempt, seen }, host));
    this.world.schedule.stir();
  }

  /** Returns the process that listens there. @throws Refused `nobody-there` */
  async #reach(from: Process, address: string, patience: number): Promise<Process> {
    const { prng, schedule } = this.world;
    const began = schedule.now;
    for (const at of AGAIN_MS) {
      if (at >= patience) break;
      await from.wait(began + at - schedule.now + prng.whole(1, this.slowest));
      if (prng.chance(this.sluggish)) await from.wait(prng.whole(1, 2_000));
      const found = this.#knock(from.node, address);
      if (found === 'refused') break;
      if (found !== 'silence') return found;
    }
    if (this.#knock(from.node, address) === 'silence') await from.wait(began + patience - schedule.now);
    throw new Refused('nobody-there', `Nobody answers at ${address}.`);
  }

  #knock(from: LinkNode, address: string): Process | 'refused' | 'silence' {
    const { nodes } = this.world;
    const { host } = parseAddress(address);
    const there = nodes.filter((node) => node.host === host && node.hasPower);
    const [any] = there;
    if (any === undefined || this.isCut(from, any) || this.isCut(any, from)) return 'silence';
    const to = there.find((node) => node.address === address && node.process !== null);
    if (to?.isHidden) return 'silence';
    return to?.process ?? 'refused';
  }

  /** A process has ended, and its machine says so to whoever is linked to it. */
  end(process: Process): void {
    for (const [link, ends] of this.links) {
      if (!ends.includes(process)) continue;
      this.#lost.delete(link);
      this.#apply(link, ends);
      link.finish(ends[0] === process ? 0 : 1);
    }
  }

  #apply(link: SimLink, [a, b]: readonly [Process, Process]): void {
    const isLost = this.#lost.has(link);
    link.slowest = this.slowest;
    link.block(0, isLost || this.isCut(a.node, b.node) || isStill(b));
    link.block(1, isLost || this.isCut(b.node, a.node) || isStill(a));
  }
}

function isStill({ node, isOver }: Process): boolean {
  return !isOver && node.isHalted;
}
