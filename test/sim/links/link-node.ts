import type { PeerRecord } from '../../../main/net/peers/peers';
import type { Rule } from '../../../main/store/rule';
import type { NodeId } from '../../../main/store/stamp';
import { check } from '../failure';
import type { LinkWorld } from './link-world';
import { type Kept, Process, SAVE_PEERS_MS } from './process';

/** An id that was just taken is not given up for another one, ms; as in main/identity.ts. */
const APART_MS = 10 * 60_000;

/** A node on a machine: what outlives its processes, and where it is. */
export class LinkNode {
  former: NodeId | null = null;
  /** How far its wall clock is ahead of the true time, ms. */
  offset = 0;
  isHalted = false;
  /** Others cannot dial it, as behind a router. */
  isHidden = false;
  host: string;
  port: number;
  process: Process | null = null;
  /** Whom its user removed and did not take back, and when. */
  readonly removed = new Map<NodeId, number>();
  #kept: Kept;
  #starts = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #isElsewhere = false;
  /** The process before, of whose connections its machine knows nothing any more. */
  #gone: Process | null = null;
  hasPower = true;

  constructor(
    readonly world: LinkWorld,
    public id: NodeId,
    readonly name: string,
    readonly rule: Rule,
    at: { host: string; port: number },
    kept: Kept = { entries: [], lineage: null, peers: [], cursors: [] },
  ) {
    this.host = at.host;
    this.port = at.port;
    this.#kept = kept;
  }

  get address(): string {
    return `${this.host}:${this.port}`;
  }

  get addresses(): string[] {
    return [this.address];
  }

  readonly wall = (): number => this.world.time + this.offset;

  /** The process that runs. */
  get live(): Process {
    check(this.process !== null, () => `${this.name} does not run.`);
    return this.process;
  }

  get peers(): readonly PeerRecord[] {
    return this.process?.network.peers.all ?? this.#kept.peers;
  }

  start(): void {
    if (this.process !== null) return;
    this.#starts += 1;
    this.isHalted = false;
    this.process = new Process(this, this.#kept, `${this.name}.${this.#starts}`);
    this.hasPower = true;
    if (this.#gone !== null) this.world.internet.end(this.#gone);
    this.process.say(() => `starts at ${this.address}`);
    this.process.network.start();
    this.world.schedule.stir();
  }

  /** Ends as its user asks. */
  close(): void {
    const process = this.process;
    if (process === null) return;
    process.say(() => 'closes');
    this.process = null;
    process.close();
    this.#kept = process.left();
    this.world.internet.end(process);
    this.world.schedule.stir();
  }

  /** The process ends at once; its connections end, unless its machine lost its power. */
  crash(isPowerLost: boolean): void {
    const process = this.process;
    if (process === null) return;
    const { now } = this.world.schedule;
    for (const [id, at] of this.removed) if (now - at <= SAVE_PEERS_MS) this.removed.delete(id);
    process.say(() => (isPowerLost ? 'loses its power' : 'crashes'));
    this.process = null;
    process.isOver = true;
    this.#kept = process.left();
    this.#gone = process;
    this.hasPower = !isPowerLost;
    if (isPowerLost) this.world.internet.loseAll(process);
    else this.world.internet.end(process);
  }

  halt(isHalted: boolean): void {
    if (this.process === null || isHalted === this.isHalted) return;
    this.process.say(() => (isHalted ? 'stands still' : 'goes on'));
    this.isHalted = isHalted;
    this.world.internet.apply();
    if (!isHalted) this.process.goOn();
  }

  /** Its machine is on another network, or its port was taken when it started. */
  move(host: string, port: number): void {
    this.world.trace.say(() => `-- ${this.name} moves from ${this.address} to ${host}:${port}`);
    const { process } = this;
    if (host !== this.host && process !== null) this.world.internet.loseAll(process);
    this.#isElsewhere = host !== this.host;
    this.host = host;
    this.port = port;
    this.world.internet.apply();
  }

  /** Whether it came to another network since the last look. */
  isElsewhere(): boolean {
    const isNews = this.#isElsewhere;
    this.#isElsewhere = false;
    return isNews;
  }

  /** What its disk would bring to another machine. */
  image(): Kept {
    return structuredClone(this.process?.left() ?? this.#kept);
  }

  /** Another live node has its id: it takes a new one, as main/identity.ts does. */
  copied(): void {
    const { schedule } = this.world;
    if (schedule.now - this.#renewedAt < APART_MS || this.process === null) return;
    this.#renewedAt = schedule.now;
    this.former = this.id;
    this.id = this.world.newId();
    this.process.database.clock.node = this.id;
    this.process.say(() => `has the id ${this.id} from now on`);
    this.process.network.renewed();
    schedule.stir();
  }
}
