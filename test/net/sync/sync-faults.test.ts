import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import { BOB, Party, type Side } from '../../support/sides';
import { cut, link, parties, pass, talk } from './talk';

const DAY = 86_400_000;
/** As often as a node ticks. */
const TICK_MS = 100;

function loseAll(...sides: Side[]): void {
  for (const { outbox } of sides) outbox.length = 0;
}

test('what a node lost with its disk comes back from the peer that had it from there', () => {
  const [alice, bob] = parties();
  bob.database.put(checkKey('lunch'), textValue('soup'));
  const before = link(alice, bob);
  pass(1_000, before);
  assert.equal(alice.database.size, 1);

  cut(...before);
  const bobAnew = new Party(BOB);
  pass(5_000, link(alice, bobAnew));
  assert.equal(bobAnew.database.fingerprint, alice.database.fingerprint);
});

test('a wall clock that is set back silences no link', () => {
  const [alice, bob] = parties();
  alice.wall.now += DAY;
  const sides = link(alice, bob);
  pass(1_000, sides);
  alice.wall.now -= DAY;
  bob.database.put(checkKey('lunch'), textValue('soup'));
  bob.pump();
  loseAll(...sides);
  pass(20_000, sides);
  assert.equal(alice.database.size, 1, 'it asked again for what got lost');
});

/** Two that are linked, and the wall clocks of both were set back since. */
function setBack(): { all: readonly [Party, Party]; sides: readonly [Side, Side] } {
  const [alice, bob] = parties();
  for (const { wall } of [alice, bob]) wall.now += DAY;
  const sides = link(alice, bob);
  pass(1_000, sides);
  for (const { wall } of [alice, bob]) wall.now -= DAY;
  return { all: [alice, bob], sides };
}

test('two whose wall clocks are both set back go on pinging each other', () => {
  const { sides } = setBack();
  const pings = pass(20_000, sides).filter(({ type }) => type === 'ping');
  assert.ok(pings.length >= 2 * 9, `${pings.length} in 20 s`);
});

test('two whose wall clocks are both set back are compared though they write without rest', () => {
  const { all, sides } = setBack();
  const [alice, bob] = all;
  bob.fill(1, 'lost');
  bob.pump();
  loseAll(...sides);
  for (let tick = 0; tick < 200; tick++) {
    for (const { party, sync } of sides) {
      party.wall.now += TICK_MS;
      party.fill(1, `at ${tick}`);
      party.pump();
      sync.tick();
    }
    talk(sides);
  }
  assert.ok(alice.database.winner(checkKey('lost 0')) !== undefined);
});

test('a peer whose batch was refused is followed again once the two are equal by another way', () => {
  const [alice, bob] = parties();
  alice.wall.now += DAY;
  alice.database.put(checkKey('lunch'), textValue('soup'));
  const sides = link(alice, bob);
  talk(sides);
  assert.equal(sides[1].sync.status().clockWrong, DAY);

  bob.wall.now += DAY;
  bob.copy(alice);
  bob.pump();
  pass(20_000, sides);
  alice.database.put(checkKey('dinner'), textValue('stew'));
  alice.pump();
  talk(sides);
  assert.equal(bob.database.size, 2);
});
