import { sha256 } from '../../../main/sha256';
import type { Rule } from '../../../main/store/rule';
import type { NodeId } from '../../../main/store/stamp';
import { Prng } from '../prng';
import { Schedule } from '../schedule';
import { Trace } from '../trace';
import { Internet } from './internet';
import { LinkNode } from './link-node';
import { LinkWatch } from './link-watch';
import type { Kept } from './process';

/** ms since 1970 when a simulation begins. */
const BEGIN = 1_700_000_000_000;
/** Of seeds. */
const CALM = 0.15;
/** Hex digits of an id. */
const ID = 16;
const PORT = 3_000;

/** Nodes that find each other by themselves, the machines on which they run, and the true time. */
export class LinkWorld {
  readonly prng: Prng;
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly internet = new Internet(this);
  readonly watch = new LinkWatch(this);
  readonly nodes: LinkNode[] = [];
  readonly sha256 = sha256;
  isHealed = false;
  /** Whether nothing goes wrong: then no link is ever lost. */
  readonly isCalm: boolean;
  #ids = 0;
  #hosts = 0;

  constructor(
    readonly seed: number,
    traced: boolean,
  ) {
    this.prng = new Prng(seed);
    this.isCalm = this.prng.chance(CALM);
    this.schedule = new Schedule(this.prng);
    this.trace = new Trace(traced, () => this.schedule.now);
  }

  get time(): number {
    return BEGIN + this.schedule.now;
  }

  get up(): LinkNode[] {
    return this.nodes.filter(({ process, isHalted }) => process !== null && !isHalted);
  }

  /** Ids in no order that anything else has. */
  newId(): NodeId {
    this.#ids += 1;
    return this.prng
      .whole(0, 0xffff)
      .toString(16)
      .padStart(4, '0')
      .concat(this.#ids.toString(16).padStart(ID - 4, '0')) as NodeId;
  }

  /** An address of a network for benchmarks (RFC 2544), which no machine has that runs this. */
  newHost(): string {
    this.#hosts += 1;
    return `198.18.${this.#hosts >> 8}.${this.#hosts & 0xff}`;
  }

  /** A port on that machine which nobody has. */
  portAt(host: string): number {
    let port = PORT;
    while (this.nodes.some((node) => node.host === host && node.port === port)) port += 1;
    return port;
  }

  /** @param image what its disk holds from the start, with the id that it has */
  add(rule: Rule, host = this.newHost(), image?: { id: NodeId; kept: Kept }): LinkNode {
    const at = { host, port: this.portAt(host) };
    const node = new LinkNode(this, image?.id ?? this.newId(), `n${this.nodes.length}`, rule, at, image?.kept);
    node.offset = this.prng.whole(-2_000, 2_000);
    this.nodes.push(node);
    node.start();
    return node;
  }

  async run(ms: number): Promise<void> {
    await this.schedule.runUntil(this.schedule.now + ms);
  }

  /** Plans a fault, or its end, unless all faults have ended by then. */
  later(ms: number, run: () => void): void {
    this.schedule.in(ms, () => {
      if (!this.isHealed) run();
    });
  }
}
