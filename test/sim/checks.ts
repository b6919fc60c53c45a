import { wins } from '../../main/store/rule';
import { check } from './failure';
import { nameOf } from './ledger';
import type { Pair } from './pair';
import type { SimNode } from './sim-node';
import type { World } from './world';

/** A link tells its fingerprints every 5 s, and a message may take some seconds. */
const TOLD_MS = 7_000;

export function areEqual({ nodes }: Pick<World, 'nodes'>): boolean {
  const [first, ...others] = nodes;
  return others.every(({ database }) => database.fingerprint === first?.database.fingerprint);
}

/** Both ends of every link are there and say 'in sync'. */
export function allSayInSync(world: World): boolean {
  return world.pairs.every((pair) => ends(pair).length === 2 && ends(pair).every(({ inSync }) => inSync));
}

/** Looks every second that no link says 'in sync' for longer than it takes to be told otherwise. */
export class InSyncWatch {
  readonly #since = new Map<Pair, { what: string; at: number }>();

  constructor(readonly world: World) {}

  look(): void {
    for (const pair of this.world.pairs) {
      const what = this.#wrong(pair);
      const before = this.#since.get(pair);
      if (what === null) this.#since.delete(pair);
      else if (before?.what !== what) this.#since.set(pair, { what, at: this.world.schedule.now });
      else {
        const ms = this.world.schedule.now - before.at;
        check(
          ms <= TOLD_MS + 4 * pair.slowest,
          () => `${pair.name} says 'in sync' for ${ms} ms while it differs: ${what}`,
        );
      }
    }
  }

  /** What is claimed wrongly, as long as the link can tell. */
  #wrong(pair: Pair): string | null {
    const { a, b, link } = pair;
    if (link === null || pair.isBlocked || a.database.fingerprint === b.database.fingerprint) return null;
    if (ends(pair).length < 2 || !ends(pair).some(({ inSync }) => inSync)) return null;
    return `${a.epoch} ${a.database.fingerprint.slice(0, 6)}, ${b.epoch} ${b.database.fingerprint.slice(0, 6)}`;
  }
}

/** What must hold of every write once all nodes are equal. */
export function checkWrites(world: World): void {
  const { ledger } = world;
  for (const node of world.nodes) {
    for (const winner of node.database.winners()) {
      check(ledger.writes.has(nameOf(winner)), () => `${node.name} holds what nobody wrote: ${nameOf(winner)}`);
    }
  }
  for (const write of ledger.writes.values()) {
    const { entry, acknowledged, excused, restamped, by } = write;
    if (!acknowledged || excused) continue;
    for (const node of restamped ? [] : world.nodes) {
      const winner = node.database.winner(entry.key);
      const comparison = winner === undefined ? 0 : ledger.order(entry, winner);
      const over = winner === undefined || wins(ledger.rule, comparison);
      const what = entry.value === null ? 'A delete' : 'A write';
      check(
        !over,
        () => `${what} of ${by} was lost: at ${node.name}, ${nameOf(entry)} has no say against ${describe(winner)}`,
      );
    }
    const held = world.nodes.some(({ database }) => ledger.isIn(database.versions(entry.key), write));
    check(held, () => `No node has what ${by} acknowledged: ${nameOf(entry)}`);
  }
}

/** Equal fingerprints mean the same histories, and so the same open conflicts. */
export function checkHistories(world: World): void {
  const keys = [...new Set([...world.ledger.writes.values()].map(({ entry }) => entry.key))];
  const differs = (of: (node: SimNode, key: (typeof keys)[number]) => string[]): string[] =>
    keys.filter((key) => new Set(world.nodes.map((node) => of(node, key).join('\n'))).size > 1);
  const unlike = [
    ...differs(({ database }, key) => database.versions(key).map(nameOf)),
    ...differs(({ database }, key) => database.conflicts(key).map(({ value }) => String(value))),
  ];
  check(unlike.length === 0, () => `All nodes are equal, but not in what they tell of ${unlike.join(', ')}.`);
}

function ends({ a, b, link }: Pair) {
  return [a.sessions.get(b.id), b.sessions.get(a.id)].flatMap((session) =>
    session === undefined || session.link !== link ? [] : session.sync.status(),
  );
}

function describe(winner: Parameters<typeof nameOf>[0] | undefined): string {
  return winner === undefined ? 'nothing' : nameOf(winner);
}
