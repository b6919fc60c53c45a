import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeId } from '../../main/store/stamp';
import { intrude } from '../support/intruder';
import { linkEvents, openNode } from '../support/nodes';
import { until } from '../support/until';

/** Ticks after which a silent link is dead, and more. */
const TOLD = 100;
const CHLOE = 'c'.repeat(16) as NodeId;

test('a peer that tells of many others, one at a time, makes no other link seem silent', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const bob = await intrude(context, alice);
  let isPinged = false;
  bob.listen({
    message: ({ type }) => {
      isPinged ||= type === 'ping';
    },
    closed: () => {},
  });
  bob.send({ type: 'links', ids: [] });
  await until('something to be due from Bob', () => isPinged);
  const chloe = await intrude(context, alice, { id: CHLOE, epoch: 'of Chloé' });
  chloe.send({ type: 'links', ids: [] });
  await until('both to be linked', () => linkEvents(alice).length === 2);
  for (let n = 0; n < TOLD; n++) {
    const id = n.toString(16).padStart(16, '0') as NodeId;
    chloe.send({ type: 'peers', peers: [{ id, name: null, addresses: [`127.0.0.1:${n + 1}`] }] });
  }
  await until('Alice to know them', () => alice.status().peers.length >= TOLD);
  assert.deepEqual(linkEvents(alice), ['link-up', 'link-up']);
});
