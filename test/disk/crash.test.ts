import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crash } from './crash/crash';

/** Hundreds: `npm run crash -- --kills 300`. */
const KILLS = 6;

test('a node that is killed again and again, while it syncs, backs up and restores, loses nothing that it acknowledged', async () => {
  const { kills } = await crash(1, KILLS);
  assert.equal(kills, KILLS);
});
