import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALICE, Party } from '../../support/sides';
import { explore, type Network, relinks, type Scenario, waits, writes } from './orders';
import { pass } from './talk';

/**
 * Where the simulation draws some schedules of large networks, this tries all of tiny ones: what is wrong in some order
 * of messages mostly is with few nodes and few messages, too (the small scope hypothesis: Jackson, Software
 * Abstractions, 2006).
 */

const [alice, bob, chloe] = [0, 1, 2];
const TICK_MS = 100;
/** More than the rest after which what still differs is compared. */
const REST_MS = 1_500;
/** In which a comparison becomes overdue, and a question that was not answered is given up. */
const SILENCE_MS = 10_100;

const aPair: Scenario['links'] = [[alice, bob]];
const inALine: Scenario['links'] = [...aPair, [bob, chloe]];
const inAClique: Scenario['links'] = [...inALine, [alice, chloe]];

interface Case {
  readonly title: string;
  readonly scenario: Scenario;
  /** By when all links say 'in sync' once no message is under way: but after a silence before what rests is compared. */
  readonly withinMs: number;
}

const cases: readonly Case[] = [
  {
    title: 'two who write and delete at once',
    scenario: {
      links: aPair,
      holds: [0, 0],
      inSync: true,
      deeds: [
        [writes(alice, 'a'), writes(alice, null)],
        [writes(bob, 'b'), writes(bob, 'c')],
      ],
    },
    withinMs: 0,
  },
  {
    title: 'two who write while they link for the first time',
    scenario: {
      links: aPair,
      holds: [0, 0],
      inSync: false,
      deeds: [[writes(alice, 'a')], [writes(bob, 'b')]],
    },
    withinMs: TICK_MS,
  },
  {
    title: 'two who hold what the other lacks, and write while they link',
    scenario: {
      links: aPair,
      holds: [2, 1],
      inSync: false,
      deeds: [[writes(alice, 'a')], [writes(bob, 'b')]],
    },
    withinMs: TICK_MS,
  },
  {
    title: 'two who write, and whose link is lost and made anew',
    scenario: {
      links: aPair,
      holds: [0, 0],
      inSync: true,
      deeds: [[writes(alice, 'a')], [writes(bob, 'b')], [relinks(alice, bob)]],
    },
    withinMs: TICK_MS,
  },
  {
    title: 'two of whom one hears nothing for long',
    scenario: {
      links: aPair,
      holds: [0, 0],
      inSync: true,
      deeds: [[writes(alice, 'a')], [writes(bob, 'b')], [waits(alice, SILENCE_MS), waits(alice, SILENCE_MS)]],
    },
    withinMs: REST_MS,
  },
  {
    title: 'three in a line',
    scenario: { links: inALine, holds: [0, 0, 0], inSync: true, deeds: [[writes(alice, 'a')], [writes(chloe, 'c')]] },
    withinMs: 0,
  },
  {
    title: 'three who are all linked',
    scenario: { links: inAClique, holds: [0, 0, 0], inSync: true, deeds: [[writes(alice, 'a'), writes(alice, 'b')]] },
    withinMs: 2 * TICK_MS,
  },
];

function checkEnd({ parties, sides, story, written }: Network, withinMs: number): void {
  const told = story.join('; ');
  const whole = new Party(ALICE);
  whole.database.merge(written, null);
  pass(withinMs, sides);
  for (const { database } of parties) assert.equal(database.fingerprint, whole.database.fingerprint, told);
  for (const { sync } of sides) assert.ok(sync.isInSync && !sync.isDue && sync.isQuiet, told);
  const more = pass(REST_MS, sides).filter(({ type }) => type !== 'ping' && type !== 'pong');
  assert.deepEqual(more, [], `Something is said among equals. ${told}`);
  for (const { turn } of parties) assert.ok(!turn.isTaken, `A turn is never over. ${told}`);
}

for (const { title, scenario, withinMs } of cases) {
  test(`in every order of messages, ${title} soon hold the same and say so, and nothing is lost`, (t) => {
    const orders = explore(scenario, (network) => checkEnd(network, withinMs));
    t.diagnostic(`${orders} orders`);
    assert.ok(orders > 1);
  });
}
