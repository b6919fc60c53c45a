import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heartbeat } from '../../../main/net/sync/heartbeat';

const TICK_MS = 100;

/** How often a link is pinged in a minute, of a node with so many links. */
function pingsOf(links: number): number {
  let now = 1_700_000_000_000;
  let pings = 0;
  const heartbeat = new Heartbeat(
    () => now,
    () => {
      pings += 1;
    },
    () => links,
  );
  for (const end = now + 60_000; now < end; now += TICK_MS) heartbeat.tick(false);
  return pings;
}

test('a link is pinged every 2 s, and of many links each so seldom that a node sends four pings a second', () => {
  for (const links of [1, 2, 8]) assert.equal(pingsOf(links), 30, `${links} links`);
  for (const links of [12, 16, 24, 32]) assert.equal(Math.round((pingsOf(links) * links) / 60), 4, `${links} links`);
});

test('a node that loses links pings those that are left as often as one that never had more', () => {
  let now = 1_700_000_000_000;
  let links = 32;
  const pings: number[] = [];
  const heartbeat = new Heartbeat(
    () => now,
    (sent) => pings.push(sent),
    () => links,
  );
  heartbeat.tick(false);
  now += 1_000;
  heartbeat.tick(false);
  links = 3;
  heartbeat.tick(false);
  now += 2_000;
  heartbeat.tick(false);
  assert.equal(pings.length, 2);
});
