import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '../../main/store/database';
import { Refused } from '../../main/store/refusal';
import type { Rule } from '../../main/store/rule';
import { courseWriter } from '../../main/store/stamp';
import type { JsonText } from '../../main/store/text';
import { anyText } from './arbitraries';
import { held, snapshot, text } from './fixtures';
import { modelSnapshot } from './model';
import { LUNCH, meet, people } from './people';

type Step = { at: number } & ({ put: JsonText | null } | { set: JsonText } | { from: number } | { wait: number });

const who = fc.nat(2);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ at: who, put: fc.option(anyText) }),
  fc.record({ at: who, set: anyText }),
  fc.record({ at: who, from: who }),
  fc.record({ at: who, wait: fc.constantFrom(-1000, 1, 1, 1000) }),
);
const anySteps = fc.array(anyStep, { maxLength: 40, size: 'max' });

/** Three nodes that write, and read each other, as the steps say. */
function run(rule: Rule, steps: readonly Step[]): Database[] {
  const all = people(rule);
  const databases = [all.alice, all.bob, all.chloe];
  for (const step of steps) {
    const database = databases[step.at] ?? all.alice;
    if ('wait' in step) all.wall.now += step.wait;
    else if ('from' in step) database.merge(held(databases[step.from] ?? all.bob), null);
    else attempt(() => ('put' in step ? database.put(LUNCH, step.put) : create(database, step.set)));
  }
  return databases;
}

function create(database: Database, value: JsonText): void {
  database.create(LUNCH, value, courseWriter(database.clock.node));
}

/** What a rule refuses is refused; anything else fails the test. */
function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

for (const rule of ['latest', 'first'] as const) {
  test(`three nodes that wrote and met in any way are one database once all have met (rule ${rule})`, () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const databases = run(rule, steps);
        const entries = databases.flatMap(held);
        meet(...databases);
        for (const database of databases) assert.deepEqual(snapshot(database), modelSnapshot(rule, entries));
      }),
      { numRuns: 100 },
    );
  });
}

test('an edit by one who has seen everything leaves no conflict anywhere', () => {
  fc.assert(
    fc.property(anySteps, fc.nat(2), (steps, at) => {
      const databases = run('latest', steps);
      meet(...databases);
      databases[at]?.put(LUNCH, text('the last word'));
      meet(...databases);
      for (const database of databases) {
        assert.equal(database.winner(LUNCH)?.value, text('the last word'));
        assert.deepEqual(database.conflicts(LUNCH), []);
      }
    }),
    { numRuns: 100 },
  );
});

test('a node that writes alone is never in conflict with itself', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const [alice] = run(
        'latest',
        steps.map((step) => ({ ...step, at: 0, ...('from' in step ? { from: 0 } : {}) })),
      );
      assert.equal(alice?.conflicted.size, 0);
    }),
  );
});
