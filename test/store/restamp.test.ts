import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClockWrong, type Database } from '../../main/store/database';
import { Fingerprint } from '../../main/store/fingerprint';
import { Refused } from '../../main/store/refusal';
import type { Rule } from '../../main/store/rule';
import { courseWriter } from '../../main/store/stamp';
import { ALICE, held, key, NOON, newDatabase, snapshot, text, Wall } from './fixtures';
import { LUNCH, meet, type People, people, rivals, sets, value } from './people';

const HOUR = 3_600_000;

/** What is done while all clocks are two hours ahead. */
function ahead({ wall }: People, work: () => void): void {
  wall.now += 2 * HOUR;
  work();
  wall.now -= 2 * HOUR;
}

/** Bob and Chloé set a key at once, and meet, all ahead; Bob stamps both anew, and meets Alice. */
function rivalsAhead(all: People): void {
  ahead(all, () => {
    sets(all, all.bob, 'pizza');
    sets(all, all.chloe, 'soup');
    meet(all.bob, all.chloe);
  });
  all.bob.restamp([LUNCH]);
  meet(all.bob, all.alice);
}

function values(database: Database): (string | null)[] {
  return database.versions(LUNCH).map((version) => version.value && JSON.parse(version.value));
}

/** The database as a start finds it on its disk. */
function reloaded(database: Database): Database {
  const again = newDatabase(database.rule, new Wall());
  again.load(held(database));
  return again;
}

test('what was set while the clock was ahead is taken by others once it is stamped anew, and nobody before', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  ahead(all, () => sets(all, all.alice, 'pizza'));
  assert.throws(() => meet(all.bob, all.alice), { code: 'clock-wrong' });
  const { added, dropped } = all.alice.restamp([LUNCH]);
  meet(all.alice, all.bob);
  for (const database of [all.alice, all.bob])
    assert.deepEqual([values(database), rivals(database)], [['pizza', 'soup'], []]);
  assert.deepEqual([added.map(({ stamp }) => stamp.time), dropped], [[all.wall.now], [2]]);
  assert.equal(all.alice.fingerprint, all.bob.fingerprint);
});

test('a key that was only ever set ahead, edited or deleted there keeps its history', () => {
  const all = people();
  ahead(all, () => {
    for (const meal of ['soup', 'pizza', null, 'rice', null]) sets(all, all.alice, meal);
  });
  all.alice.restamp([LUNCH]);
  meet(all.alice, all.bob);
  assert.deepEqual([values(all.bob), rivals(all.bob)], [[null, 'rice', null, 'pizza', 'soup'], []]);
  assert.deepEqual([all.alice.size, all.alice.deleted], [0, 1]);
});

test('a history that is full of entries ahead stays whole', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  ahead(all, () => {
    for (let dish = 1; dish <= 12; dish++) sets(all, all.alice, `dish ${dish}`);
  });
  const before = values(all.alice);
  all.alice.restamp([LUNCH]);
  assert.deepEqual([values(all.alice), rivals(all.alice)], [before, []]);
});

test('what was in conflict stays in conflict, for those who get it, too', () => {
  const all = people();
  rivalsAhead(all);
  for (const database of [all.bob, all.alice])
    assert.deepEqual([value(database), rivals(database)], ['soup', ['pizza']]);
});

test('two who held the same and stamp it anew, each for itself, are not in conflict', () => {
  const all = people();
  sets(all, all.bob, 'soup');
  ahead(all, () => {
    for (const meal of ['pizza', 'rice', 'pizza']) sets(all, all.bob, meal);
    meet(all.bob, all.chloe);
  });
  for (const database of [all.bob, all.chloe]) {
    all.wall.now += 1;
    database.restamp([LUNCH]);
  }
  meet(all.bob, all.chloe);
  assert.equal(all.bob.fingerprint, all.chloe.fingerprint);
  assert.deepEqual([value(all.bob), rivals(all.bob)], ['pizza', []]);
});

test('who stamps anew after another did keeps what that one has written since', () => {
  const all = people();
  ahead(all, () => {
    sets(all, all.bob, 'pizza');
    meet(all.bob, all.chloe);
  });
  all.bob.restamp([LUNCH]);
  sets(all, all.bob, 'rice');
  all.chloe.merge(held(all.bob), all.bob.clock.node);
  assert.equal(value(all.chloe), 'pizza', 'while its own is stamped later');
  const { head } = all.chloe.feed;
  const { added } = all.chloe.restamp([LUNCH]);
  assert.deepEqual([value(all.chloe), rivals(all.chloe), values(all.chloe)], ['rice', [], ['rice', 'pizza']]);
  assert.ok(added.length === 1 && all.chloe.feed.head > head, 'whoever follows the feed sees that the winner changed');
  assert.equal(all.bob.fingerprint, all.chloe.fingerprint);
});

test('when the time comes again at which a key was set ahead, another who holds that has another entry', () => {
  const all = people();
  ahead(all, () => {
    sets(all, all.bob, 'pizza');
    meet(all.bob, all.chloe);
  });
  all.bob.restamp([LUNCH]);
  sets(all, all.bob, 'soup');
  all.wall.now = NOON;
  ahead(all, () => {
    sets(all, all.bob, 'pizza');
    meet(all.bob, all.chloe);
    assert.deepEqual(snapshot(all.bob), snapshot(all.chloe));
  });
});

test('under the rule of the first value the same one stays the first', () => {
  const all = people('first');
  rivalsAhead(all);
  assert.deepEqual([value(all.alice), rivals(all.alice)], ['pizza', ['soup']]);
  assert.equal(all.alice.fingerprint, all.bob.fingerprint);
});

test('what a script set stays a script’s', () => {
  const all = people();
  ahead(all, () => all.alice.create(LUNCH, text('soup'), courseWriter(ALICE)));
  all.alice.restamp([LUNCH]);
  assert.equal(all.alice.winner(LUNCH)?.stamp.node, courseWriter(ALICE));
});

test('only what is ahead is stamped anew', () => {
  const all = people();
  sets(all, all.alice, 'soup');
  all.wall.now -= 60_000;
  const before = snapshot(all.alice);
  assert.deepEqual(all.alice.restamp([LUNCH, key('never set')]), { added: [], dropped: [] });
  assert.deepEqual(snapshot(all.alice), before);
});

test('the keys with something ahead are found, whatever stands above it', () => {
  for (const rule of ['latest', 'first'] as const) {
    const all = people(rule);
    all.alice.put(key('now'), text('soup'));
    ahead(all, () => all.alice.put(key('later'), text('soup')));
    const rival = held(all.alice).map((entry) => ({ ...entry, key: key('now') }));
    ahead(all, () => all.alice.merge(rival, null));
    const found = [...all.alice.stampedAfter(all.alice.latest)].filter((found) => found !== undefined);
    assert.deepEqual(found.sort(), ['later', 'now']);
  }
});

test('a snapshot shows what stood there before', () => {
  const all = people();
  ahead(all, () => sets(all, all.alice, 'pizza'));
  const taken = all.alice.snapshot();
  const [before] = all.alice.versions(LUNCH);
  all.alice.restamp([LUNCH]);
  assert.deepEqual(
    [...taken.versions()].map(({ stamp }) => stamp),
    [before?.stamp],
  );
  taken.close();
});

const who = fc.nat(2);
const anyStep = fc.oneof(
  fc.record({ at: who, put: fc.option(fc.constantFrom('soup', 'pizza', 'rice')) }),
  fc.record({ at: who, from: who }),
  fc.record({ at: who, wait: fc.constantFrom(-2 * HOUR, -1, 1, 1000, 2 * HOUR) }),
  fc.record({ at: who, anew: fc.constant(true) }),
);

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Three nodes whose clocks step as the steps say, and are right in the end. */
function run(rule: Rule, steps: readonly Step[]): Database[] {
  const all = people(rule);
  const databases = [all.alice, all.bob, all.chloe];
  for (const step of steps) {
    const database = databases[step.at] as Database;
    try {
      if ('wait' in step) all.wall.now += step.wait;
      else if ('from' in step) database.merge(held(databases[step.from] as Database), null);
      else if ('put' in step) database.put(LUNCH, step.put === null ? null : text(step.put));
      else database.restamp([LUNCH]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  all.wall.now = NOON;
  return databases;
}

for (const rule of ['latest', 'first'] as const) {
  test(`nodes with clocks that were ahead are one database once all have stamped anew and met (rule ${rule})`, () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
        const databases = run(rule, steps);
        for (const database of databases) {
          const before = value(database);
          database.restamp([LUNCH]);
          if (rule === 'first') assert.equal(value(database), before);
        }
        assert.doesNotThrow(() => meet(...databases), ClockWrong);
        for (const database of databases) {
          assert.deepEqual(snapshot(database), snapshot(databases[0] as Database));
          assert.deepEqual(snapshot(reloaded(database)), snapshot(database));
          const all = new Fingerprint();
          for (const entry of held(database)) all.add(entry);
          assert.equal(all.text, database.fingerprint);
        }
      }),
      { numRuns: 300 },
    );
  });
}

test('who was alone keeps each value and its order', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
      const [alice] = run(
        'latest',
        steps.map((step) => ({ ...step, at: 0, ...('from' in step ? { from: 0 } : {}) })),
      );
      const before = values(alice as Database);
      (alice as Database).restamp([LUNCH]);
      assert.deepEqual([values(alice as Database), rivals(alice as Database)], [before, []]);
    }),
    { numRuns: 300 },
  );
});
