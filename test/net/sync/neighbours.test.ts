import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Neighbours } from '../../../main/net/sync/neighbours';
import { Turn } from '../../../main/net/sync/turn';
import type { NodeId } from '../../../main/store/stamp';
import { ALICE, BOB, CHLOE } from '../../store/fixtures';

test('a node of which nothing is known tells nobody anything', () => {
  assert.ok(!new Neighbours(new Turn()).tells(ALICE, BOB));
});

test('a node tells those whom it named last, and no others', () => {
  const neighbours = new Neighbours(new Turn());
  neighbours.told(ALICE, [BOB, CHLOE]);
  assert.ok(neighbours.tells(ALICE, BOB) && neighbours.tells(ALICE, CHLOE));
  assert.ok(!neighbours.tells(BOB, ALICE), 'only Alice has said so');
  neighbours.told(ALICE, [CHLOE]);
  assert.ok(!neighbours.tells(ALICE, BOB) && neighbours.tells(ALICE, CHLOE));
});

test('a node to which the link is lost tells nobody any more', () => {
  const neighbours = new Neighbours(new Turn());
  neighbours.told(ALICE, [BOB]);
  neighbours.told(CHLOE, [BOB]);
  neighbours.lost(ALICE);
  assert.ok(!neighbours.tells(ALICE, BOB) && neighbours.tells(CHLOE, BOB));
});

const five = ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(16) as NodeId);

function linkedToFive(turn = new Turn()): Neighbours {
  const neighbours = new Neighbours(turn);
  for (const node of five) neighbours.told(node, []);
  return neighbours;
}

test('peers that bring nothing new are spared until three are left that hand on', () => {
  const neighbours = linkedToFive();
  assert.deepEqual(
    five.map((node) => neighbours.spare(node)),
    [true, true, false, false, false],
  );
  assert.equal(neighbours.spare(five[0] as NodeId), false, 'who is spared is not asked again');
});

test('in place of a lost one another hands on again, and only where it handed on', () => {
  const neighbours = linkedToFive();
  const [one, two, three] = five as [NodeId, NodeId, NodeId];
  neighbours.spare(one);
  neighbours.spare(two);
  assert.deepEqual(neighbours.lost(two), [], 'it was spared');
  assert.deepEqual(neighbours.lost(three), [one]);
  assert.equal(neighbours.need(one), false, 'it is spared no more');
  assert.deepEqual(neighbours.lost(one), [], 'nobody is left to be asked');
});

test('a spared peer that has what nobody brought is to hand on again, once', () => {
  const neighbours = linkedToFive();
  const [one] = five as [NodeId];
  neighbours.spare(one);
  assert.deepEqual([neighbours.need(one), neighbours.need(one)], [true, false]);
});

function handedOnTo(neighbours: Neighbours): number[] {
  return five.map((node, at) => (neighbours.handsOnTo(node) ? at : -1)).filter((at) => at >= 0);
}

test('whoever asks to be spared is, unless less than three were left to hand on to', () => {
  const neighbours = linkedToFive();
  neighbours.asked(five[3] as NodeId, false);
  assert.deepEqual(handedOnTo(neighbours), [0, 1, 2, 4]);
  for (const node of five) neighbours.asked(node, false);
  assert.deepEqual(handedOnTo(neighbours), [0, 1, 3], 'who asked first');
  neighbours.lost(five[1] as NodeId);
  assert.deepEqual(handedOnTo(neighbours), [0, 1, 2, 3], 'another in its place; a new link to it begins with it');
  neighbours.asked(five[4] as NodeId, true);
  assert.deepEqual(handedOnTo(neighbours), [0, 1, 3, 4]);
});

test('whoever asked to be spared begins anew with a new link', () => {
  const neighbours = linkedToFive();
  const [one] = five as [NodeId];
  neighbours.asked(one, false);
  neighbours.lost(one);
  neighbours.told(one, []);
  assert.deepEqual(handedOnTo(neighbours), [0, 1, 2, 3, 4]);
});

test('what a node fetches it hands on to nobody who asked to be spared', () => {
  const turn = new Turn();
  const neighbours = linkedToFive(turn);
  for (const node of five) neighbours.asked(node, false);
  turn.take(neighbours, 0);
  assert.deepEqual(handedOnTo(neighbours), []);
  turn.release(neighbours);
  assert.equal(handedOnTo(neighbours).length, 3);
});

test('where a link is lost and three others hand on, nobody is asked to hand on again', () => {
  const neighbours = new Neighbours(new Turn());
  const more = [...five, ALICE, BOB];
  for (const node of more) neighbours.told(node, []);
  assert.ok(neighbours.spare(ALICE) && neighbours.spare(BOB));
  assert.deepEqual(neighbours.lost(five[0] as NodeId), []);
});
