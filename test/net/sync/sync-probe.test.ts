import assert from 'node:assert/strict';
import { test } from 'node:test';
import { link, parties, pass, talk } from './talk';

test('a link over which the peer answers a probe stays', () => {
  const [alice, bob] = parties();
  const sides = link(alice, bob);
  talk(sides);
  sides[0].sync.probe();
  pass(5_000, sides);
  assert.equal(sides[0].gaveUp, false);
});

test('a link over which nothing comes after a probe is given up after 2 s, and not before', () => {
  const [alice, bob] = parties();
  const [side, other] = link(alice, bob);
  talk([side, other]);
  side.sync.probe();
  for (let gone = 0; gone < 2_000; gone += 100) {
    alice.wall.now += 100;
    side.sync.tick();
    assert.equal(side.gaveUp, false, `${gone} ms after the probe`);
  }
  alice.wall.now += 100;
  side.sync.tick();
  assert.equal(side.gaveUp, true);
});

test('a link that nobody probes may be silent for longer', () => {
  const [alice, bob] = parties();
  const [side, other] = link(alice, bob);
  talk([side, other]);
  alice.wall.now += 4_000;
  side.sync.tick();
  assert.equal(side.gaveUp, false);
});
