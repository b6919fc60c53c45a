import type { Traffic } from '../../test/sim/traffic';

/** Changes; what answers them; who says that it rests; reading, comparing and giving what lacks; links; heartbeat. */
const kinds = {
  changes: ['changes'],
  applied: ['applied'],
  settled: ['settled'],
  repair: ['read', 'refused', 'compare', 'differ', 'list', 'lack'],
  links: ['hello', 'links'],
  ping: ['ping', 'pong'],
} as const;
export type Kind = keyof typeof kinds;

export interface Cost {
  readonly messages: number;
  readonly bytes: number;
}

/** What a node sends, in the mean, by kind. */
export type Costs = Readonly<Record<Kind, Cost>>;

export function costs({ messages, bytes }: Traffic, nodes: number): Costs {
  const cost = (kind: Kind): Cost => ({
    messages: kinds[kind].reduce((sum, type) => sum + (messages.get(type) ?? 0), 0) / nodes,
    bytes: kinds[kind].reduce((sum, type) => sum + (bytes.get(type) ?? 0), 0) / nodes,
  });
  return byKind(cost);
}

export function meanCosts(all: readonly Costs[]): Costs {
  const mean = (kind: Kind): Cost => ({
    messages: all.reduce((sum, costs) => sum + costs[kind].messages, 0) / all.length,
    bytes: all.reduce((sum, costs) => sum + costs[kind].bytes, 0) / all.length,
  });
  return byKind(mean);
}

/** Of what tells the changes and repairs, not of what goes on without them. */
export function workBytes({ changes, applied, settled, repair }: Costs): number {
  return changes.bytes + applied.bytes + settled.bytes + repair.bytes;
}

function byKind(cost: (kind: Kind) => Cost): Costs {
  return Object.fromEntries((Object.keys(kinds) as Kind[]).map((kind) => [kind, cost(kind)])) as Record<Kind, Cost>;
}
