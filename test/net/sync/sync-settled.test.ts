import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import type { Party, Side } from '../../support/sides';
import { link, parties, pass } from './talk';

const lunch = checkKey('lunch');

function write(party: Party, value: string): void {
  party.database.put(lunch, textValue(value));
  party.pump();
}

test('two nodes that became equal without each other know it within two ticks', () => {
  const [alice, bob, chloe] = parties();
  const sides = link(alice, bob);
  pass(1_000, sides);
  chloe.database.put(lunch, textValue('soup'));
  for (const party of [alice, bob]) party.copy(chloe);
  assert.ok(sides.every(({ sync }) => !sync.status().inSync));
  pass(200, sides);
  assert.ok(sides.every(({ sync }) => sync.status().inSync));
});

test('a node calls the two in sync if and only if the other one last told the fingerprint that it has itself', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  const told: (string | null)[] = [null, null];
  let agreed = 0;
  for (let step = 0; step < 1000; step++) {
    if (step % 7 === 0) write(step % 3 === 0 ? bob : alice, `${step}`);
    const at = step % 2;
    const [side, other] = [sides[at] as Side, 1 - at];
    side.party.wall.now += 10;
    if (step % 10 < 2) side.sync.tick();
    const said = side.outbox.length > 0 && step % 5 > 0 ? side.deliver() : null;
    if (said !== null && 'fingerprint' in said) told[other] = said.fingerprint;
    for (const [i, { sync, party }] of sides.entries()) {
      const { inSync } = sync.status();
      assert.equal(inSync, told[i] === party.database.fingerprint);
      agreed += inSync ? 1 : 0;
    }
  }
  assert.ok(agreed > 100 && agreed < 1900, 'both happened');
});

test('a node whose database keeps changing says that it has settled only once it has', () => {
  const [alice, bob, chloe] = parties();
  const sides = link(alice, bob);
  pass(1_000, sides);
  const said = [];
  for (let edit = 0; edit < 20; edit++) {
    chloe.database.put(lunch, textValue(`${edit}`));
    for (const party of [alice, bob]) party.copy(chloe);
    said.push(...pass(100, sides));
  }
  assert.ok(said.every(({ type }) => type !== 'settled'));
  assert.ok(pass(200, sides).some(({ type }) => type === 'settled'));
});

test('two equal nodes that rest only ping each other, every two seconds', () => {
  const [alice, bob] = parties();
  write(alice, 'soup');
  const sides = link(alice, bob);
  pass(1_000, sides);
  const said = pass(60_000, sides).map(({ type }) => type);
  assert.ok(said.every((type) => type === 'ping' || type === 'pong'));
  assert.equal(said.filter((type) => type === 'ping').length, 2 * 30);
});

test('while two nodes keep writing they are not compared at every breath', () => {
  const [alice, bob] = parties();
  alice.fill(500);
  bob.copy(alice);
  const sides = link(alice, bob);
  const said = [];
  for (let edit = 0; edit < 300; edit++) {
    write(alice, `${edit}`);
    write(bob, `${edit} too`);
    said.push(...pass(100, sides));
  }
  assert.ok(said.filter(({ type }) => type === 'compare').length <= 9, 'every ten seconds at most');
});
