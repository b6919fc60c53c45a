import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agreement } from '../../../main/net/sync/agreement';

test('two rest from their last change on, and anew from where the wall clock is set back to', () => {
  const agreement = new Agreement({ fingerprint: 'f' }, () => 1);
  for (const now of [5_000, 5_100, 6_000]) agreement.tick(now);
  assert.equal(agreement.restedFor(6_000), 1_000);
  for (const now of [100, 1_100]) agreement.tick(now);
  assert.equal(agreement.restedFor(1_100), 1_000);
});

test('that it rests a node tells after 0.1 s without a change, and with many links after up to 0.4 s', () => {
  const database = { fingerprint: '' };
  for (const [links, ticks] of [
    [0, 1],
    [1, 1],
    [8, 1],
    [9, 2],
    [29, 4],
    [32, 4],
  ] as const) {
    const agreement = new Agreement(database, () => links);
    const settledAfter = (): number => {
      for (let tick = 0; tick <= 9; tick++) if (agreement.tick(tick)) return tick;
      return Number.NaN;
    };
    database.fingerprint = `one ${links}`;
    assert.equal(settledAfter(), ticks, `${links} links`);
    database.fingerprint = `other ${links}`;
    agreement.tick(0);
    database.fingerprint = `third ${links}`;
    assert.equal(settledAfter(), ticks, `${links} links, and a change on the way`);
    agreement.said(database.fingerprint);
    assert.ok(Number.isNaN(settledAfter()), 'it told it otherwise');
  }
});
