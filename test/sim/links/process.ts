import { Events } from '../../../main/net/events';
import { Network } from '../../../main/net/network';
import { Cursors } from '../../../main/net/peers/cursors';
import type { PeerRecord } from '../../../main/net/peers/peers';
import { type Card, PROTOCOL } from '../../../main/net/protocol';
import type { Timing } from '../../../main/net/soon';
import { Clock } from '../../../main/store/clock';
import type { Numbered } from '../../../main/store/contents';
import { ClockWrong, Database } from '../../../main/store/database';
import type { Entry } from '../../../main/store/entry';
import { type Lineage, succeed } from '../../../main/store/lineage';
import type { Key } from '../../../main/store/text';
import { textValue } from '../../../main/store/text';
import type { Schedule } from '../schedule';
import type { LinkNode } from './link-node';
import type { SimEnd } from './sim-end';

/** As in main/node.ts. */
export const SAVE_PEERS_MS = 500;
const SAVE_CURSORS_MS = 5_000;

/** What a node's process leaves on its disk, which never fails here. */
export interface Kept {
  readonly entries: Numbered[];
  readonly lineage: Lineage | null;
  peers: readonly PeerRecord[];
  cursors: unknown;
}

/** One life of a node: the real network, as main/node.ts composes it, over connections and a time of the simulation. */
export class Process {
  readonly network: Network;
  readonly database: Database;
  readonly events: Events;
  readonly ends = new Set<SimEnd>();
  isOver = false;
  readonly #lineage: Lineage;
  /** What comes due while the process stands still. */
  #held: (() => void)[] = [];
  #isSaving = { peers: false, cursors: false };

  constructor(
    readonly node: LinkNode,
    readonly kept: Kept,
    epoch: string,
  ) {
    const { world } = node;
    const { prng } = world;
    this.database = new Database(node.rule, new Clock(node.id, node.wall), world.sha256);
    this.database.load(kept.entries);
    this.#lineage = succeed(kept.lineage, this.database.feed.head, epoch);
    this.events = new Events(node.wall);
    const say = (line: string): void => this.say(() => line);
    this.network = new Network(
      {
        ...{ database: this.database, events: this.events, now: node.wall, random: prng.next, path: '/byr' },
        ...{ timing: this.#timing, logger: { debug: say, info: say, warn: say, error: say } },
        card: () => this.card,
        dial: (address, options) => world.internet.dial(this, address, options),
        interfaces: { changed: () => node.isElsewhere() },
        apply: (entries, from) => this.#apply(entries, from),
        create: () => false,
        changed: () => this.#save(),
        copied: () => node.copied(),
        secret: () => null,
      },
      structuredClone(kept.peers),
      new Cursors(kept.cursors),
      false,
    );
  }

  get schedule(): Schedule {
    return this.node.world.schedule;
  }

  get name(): string {
    return this.node.name;
  }

  get card(): Card {
    const { id, name, rule, port, addresses, former } = this.node;
    const about = { protocol: PROTOCOL, id, former, name, version: '', rule, port, addresses };
    return { ...about, ...this.#lineage, entries: this.database.feed.size };
  }

  say(line: () => string): void {
    this.node.world.trace.say(() => `${this.name} ${line()}`);
  }

  put(key: Key, value: string): void {
    this.database.put(key, textValue(value));
    this.network.written();
    this.schedule.stir();
  }

  /** Runs this unless the process has ended, once it does not stand still. */
  run(work: () => void): void {
    if (this.isOver) return;
    if (this.node.isHalted) this.#held.push(work);
    else work();
    this.schedule.stir();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#timing.after(Math.max(0, ms), resolve));
  }

  goOn(): void {
    for (const work of this.#held.splice(0)) this.run(work);
  }

  /** Ends as its user asks. */
  close(): void {
    void this.network.stop();
    this.kept.peers = this.#peers();
    this.kept.cursors = this.network.cursors();
    this.isOver = true;
  }

  /** What a start finds on the disk. */
  left(): Kept {
    const { peers, cursors } = this.kept;
    const entries = Array.from(this.database.feed.after(0), ({ key, value, stamp, parents, seq }) => ({
      ...{ key, value, stamp, parents, seq },
    }));
    return { entries, lineage: this.#lineage, peers, cursors };
  }

  readonly #timing: Timing = {
    elapsed: () => this.schedule.now,
    after: (ms, run) => {
      let isWanted = true;
      this.schedule.in(ms, () => this.run(() => isWanted && run()));
      return () => {
        isWanted = false;
      };
    },
    every: (ms, run) => {
      let isWanted = true;
      const again = (): void => {
        if (!isWanted || this.isOver) return;
        if (!this.node.isHalted) run();
        this.schedule.in(ms, again);
      };
      this.schedule.in(this.node.world.prng.whole(1, ms), again);
      return () => {
        isWanted = false;
      };
    },
    later: (run) => this.schedule.in(0, () => this.run(run)),
  };

  #apply(entries: readonly Entry[], from: Entry['stamp']['node']): void {
    try {
      this.database.merge(entries, from);
    } catch (error) {
      if (error instanceof ClockWrong) this.say(() => `refuses: ${error.message}`);
      throw error;
    } finally {
      this.network.storeChanged();
      this.schedule.stir();
    }
  }

  #save(): void {
    this.#saveLater('peers', SAVE_PEERS_MS, () => this.#peers());
    this.#saveLater('cursors', SAVE_CURSORS_MS, () => this.network.cursors());
  }

  #saveLater(note: 'peers' | 'cursors', ms: number, read: () => unknown): void {
    if (this.#isSaving[note]) return;
    this.#isSaving[note] = true;
    this.#timing.after(ms, () => {
      this.#isSaving[note] = false;
      Object.assign(this.kept, { [note]: read() });
    });
  }

  #peers(): readonly PeerRecord[] {
    return structuredClone(this.network.peers.all);
  }
}
