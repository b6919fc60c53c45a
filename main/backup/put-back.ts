import { severalAtOnce } from '../several';
import type { Database, KeyValue, RefusedAt } from '../store/database';
import type { Entry, Order } from '../store/entry';
import { Refused } from '../store/refusal';
import { type Rule, wins } from '../store/rule';
import { readBackup } from './read-backup';
import { asRest, CHUNKS_AT_ONCE } from './restore';
import type { Work } from './work';

/** Sets and deletes keys as a user of this node would; resolves once the disk has it, with what was refused. */
export type Write = (values: readonly KeyValue[]) => Promise<RefusedAt[]>;

/** @throws Refused `write-once` if no value can be written over another */
export function checkPutBack(rule: Rule): void {
  if (rule === 'latest') return;
  const why = "This network has the rule 'first': it keeps the first value of a key, and none can be put back over it.";
  throw new Refused('write-once', why);
}

/** The value of each key of a backup there, some at a time. @param entries a key's entries one after the other */
export async function* valuesOf(
  entries: AsyncIterable<readonly Entry[]>,
  rule: Rule,
  order: Order,
): AsyncGenerator<KeyValue[]> {
  let winner: Entry | null = null;
  for await (const some of entries) {
    const values: KeyValue[] = [];
    for (const entry of some) {
      if (winner !== null && winner.key !== entry.key) values.push([winner.key, winner.value]);
      if (winner?.key !== entry.key || wins(rule, order(entry, winner))) winner = entry;
    }
    if (values.length > 0) yield values;
  }
  if (winner !== null) yield [[winner.key, winner.value]];
}

/**
 * Writes the values that differ from what the keys have now, and returns how many did.
 * @throws Refused `write-once`, `disk`
 */
export async function putBackValues(database: Database, write: Write, values: readonly KeyValue[]): Promise<number> {
  checkPutBack(database.rule);
  const others = values.filter(([key, value]) => (database.winner(key)?.value ?? null) !== value);
  // Apart, as an event reports either set keys or deleted ones; begun in one turn, so that nothing comes between.
  const parts = [others.filter(([, value]) => value !== null), others.filter(([, value]) => value === null)];
  const [refused] = (await Promise.all(parts.filter((part) => part.length > 0).map(write))).flat();
  if (refused !== undefined) throw refused.why;
  return others.length;
}

/**
 * Writes again what the keys of a checked file have in it and not here. What was written before a cancellation stays.
 * Returns how many keys were written.
 * @throws Refused as `readBackup`, `write-once`, `disk`
 */
export async function putBackFile(database: Database, write: Write, path: string, work: Work): Promise<number> {
  let written = 0;
  const values = valuesOf(readBackup(path, work), database.rule, database.order);
  await severalAtOnce(values, CHUNKS_AT_ONCE, async (some) => {
    const now = await putBackValues(database, write, some);
    written += now;
  }).catch(asRest(() => `${written} keys were put back, and stay. To put back the rest, put it back again.`));
  return written;
}
