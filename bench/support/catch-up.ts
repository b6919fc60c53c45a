import type { Kind } from './kinds';
import { beEqual, fill, holdAll, rest, withThree } from './network';
import type { NodeProcess } from './node-process';

export interface CatchUp {
  readonly ms: number;
  readonly bytes: number;
}

export interface Missing {
  /** Held in the end. */
  readonly keys: number;
  /** Of them, how many the node that was away lacks. */
  readonly missing: number;
  /** How many more times it is away, each time for as many new keys. */
  readonly more: number;
}

/** Links a node to one that holds all. */
async function catchUp(behind: NodeProcess, ahead: NodeProcess, held: number): Promise<CatchUp> {
  const before = await behind.ask('traffic');
  const began = await behind.ask('link', ahead.port);
  const ended = await holdAll([behind, ahead], held);
  await rest();
  return { ms: ended - began, bytes: (await behind.ask('traffic')) - before };
}

/** The link comes back, some times over. */
export function again(kind: Kind, { keys, missing, more }: Missing): Promise<CatchUp[]> {
  return withThree(kind, async ([ahead, behind]) => {
    await fill(ahead, { from: 0, count: keys - missing });
    await behind.ask('link', ahead.port);
    await holdAll([behind], keys - missing);
    const seen: CatchUp[] = [];
    for (let held = keys; seen.length <= more; held += missing) {
      await rest();
      await behind.ask('unlink');
      await fill(ahead, { from: held - missing, count: missing });
      await rest();
      seen.push(await catchUp(behind, ahead, held));
    }
    await beEqual([ahead, behind]);
    return seen;
  });
}

/** The two meet for the first time, and both have their keys of a third, which is gone by then. */
export function strangers(kind: Kind, { keys, missing }: Missing): Promise<CatchUp[]> {
  return withThree(kind, async ([source, ahead, behind]) => {
    await fill(source, { from: 0, count: keys - missing });
    for (const node of [behind, ahead]) {
      await node.ask('link', source.port);
      await holdAll([node], keys - missing);
      await rest();
      if (node === behind) await node.ask('unlink');
    }
    await source.end();
    await fill(ahead, { from: keys - missing, count: missing });
    await rest();
    const seen = await catchUp(behind, ahead, keys);
    await beEqual([ahead, behind]);
    return [seen];
  });
}
