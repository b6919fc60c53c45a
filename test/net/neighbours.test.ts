import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Neighbours } from '../../main/net/neighbours';
import { ALICE, BOB, CHLOE } from '../store/fixtures';

test('a node of which nothing is known tells nobody anything', () => {
  assert.ok(!new Neighbours().tells(ALICE, BOB));
});

test('a node tells those whom it named last, and no others', () => {
  const neighbours = new Neighbours();
  neighbours.told(ALICE, [BOB, CHLOE]);
  assert.ok(neighbours.tells(ALICE, BOB) && neighbours.tells(ALICE, CHLOE));
  assert.ok(!neighbours.tells(BOB, ALICE), 'only Alice has said so');
  neighbours.told(ALICE, [CHLOE]);
  assert.ok(!neighbours.tells(ALICE, BOB) && neighbours.tells(ALICE, CHLOE));
});

test('a node to which the link is lost tells nobody any more', () => {
  const neighbours = new Neighbours();
  neighbours.told(ALICE, [BOB]);
  neighbours.told(CHLOE, [BOB]);
  neighbours.lost(ALICE);
  assert.ok(!neighbours.tells(ALICE, BOB) && neighbours.tells(CHLOE, BOB));
});
