import fc from 'fast-check';
import type { Entry } from '../../main/store/entry';
import type { Rule } from '../../main/store/rule';
import { MAX_COUNTER, type NodeId, type Stamp } from '../../main/store/stamp';
import type { JsonText, Key } from '../../main/store/text';
import { ALICE, BOB, COURSE, identity, key, NOON, text } from './fixtures';

/** An entry and the batches that bring it, in two different histories of one network. */
export interface Delivery {
  readonly entry: Entry;
  readonly here: readonly number[];
  readonly there: readonly number[];
}

export interface Scenario {
  readonly rule: Rule;
  readonly deliveries: readonly Delivery[];
}

/** Batches in which deliveries fall; few enough that many share one. */
export const BATCHES = 12;

const node: fc.Arbitrary<NodeId> = fc.constantFrom(ALICE, BOB, COURSE);
const anyKey: fc.Arbitrary<Key> = fc.constantFrom(key('k'), key('k'), key('k'), key('__proto__'), key('é'));
export const anyText: fc.Arbitrary<JsonText> = fc.constantFrom(text('1'), text('two'), text(''), text('٣'));

/** Few times, counters and writers, so that stamps collide in every part and as a whole. */
const anyStamp: fc.Arbitrary<Stamp> = fc.record(
  {
    time: fc.constantFrom(NOON, NOON + 1, NOON + 2),
    counter: fc.constantFrom(0, 1, MAX_COUNTER),
    node,
  },
  { noNullPrototype: true },
);

/** Rule `first` knows no delete, so no tombstone comes about under it. */
function entry(rule: Rule): fc.Arbitrary<Entry> {
  return fc.record(
    {
      key: anyKey,
      value: rule === 'latest' ? fc.oneof({ weight: 3, arbitrary: anyText }, fc.constant(null)) : anyText,
      stamp: anyStamp,
      parents: fc.array(anyStamp, { maxLength: 3 }),
    },
    { noNullPrototype: true },
  );
}

/** Each entry comes once to three times. */
const arrivals = fc.array(fc.nat(BATCHES - 1), { minLength: 1, maxLength: 3 });

function scenario(rule: Rule): fc.Arbitrary<Scenario> {
  const delivery: fc.Arbitrary<Delivery> = fc.record({ entry: entry(rule), here: arrivals, there: arrivals });
  // One entry has one list of parents: its writer wrote it once. Sized so that histories of 8 overflow.
  const deliveries = fc.uniqueArray(delivery, { maxLength: 50, size: 'max', selector: (one) => identity(one.entry) });
  return deliveries.map((all) => ({ rule, deliveries: all }));
}

export const anyScenario: fc.Arbitrary<Scenario> = fc.oneof(scenario('latest'), scenario('first'));

/** The batches in their order; within a batch as drawn, or the other way round. */
export function batches({ deliveries }: Scenario, side: 'here' | 'there'): Entry[][] {
  const result: Entry[][] = Array.from({ length: BATCHES }, () => []);
  for (const delivery of deliveries) {
    for (const batch of delivery[side]) result[batch]?.push(delivery.entry);
  }
  return side === 'here' ? result : result.map((batch) => batch.reverse());
}
