import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import type { Node } from '../../main/node';
import { RULES, type Rule } from '../../main/store/rule';
import { checkKey, textValue } from '../../main/store/text';
import { agree, linkCounts, linkUp, openChain } from '../support/chain';
import { addressOf } from '../support/nodes';

const LENGTH = 26;
const key = checkKey('Ville');

interface Write {
  readonly at: number;
  readonly value: string;
  /** ms after the other one. */
  readonly later: number;
}

/** What the two ends set. */
const contests: Record<string, readonly [Write, Write]> = {
  'at one moment': [
    { at: 0, value: 'Lyon', later: 0 },
    { at: LENGTH - 1, value: 'Nice', later: 0 },
  ],
  'at one moment, the other way round': [
    { at: 0, value: 'Nice', later: 0 },
    { at: LENGTH - 1, value: 'Lyon', later: 0 },
  ],
  'one a millisecond after the other': [
    { at: 0, value: 'Lyon', later: 1 },
    { at: LENGTH - 1, value: 'Nice', later: 0 },
  ],
  'one a millisecond before the other': [
    { at: 0, value: 'Lyon', later: 0 },
    { at: LENGTH - 1, value: 'Nice', later: 1 },
  ],
  'one by a clock that is 4 minutes ahead': [
    { at: 0, value: 'Lyon', later: 240_000 },
    { at: LENGTH - 1, value: 'Nice', later: 0 },
  ],
  'of one value at one moment': [
    { at: 0, value: 'Lyon', later: 0 },
    { at: LENGTH - 1, value: 'Lyon', later: 0 },
  ],
};

/** A chain whose wall clocks the test can stop, each at a time of its own. */
async function stage(test: TestContext, rule: Rule) {
  const stopped = new Map<number, number>();
  const nodes = await openChain(test, LENGTH, (at) => ({ rule, now: () => stopped.get(at) ?? Date.now() }));
  const now = Date.now();
  const write = ({ at, value, later }: Write): Promise<void> => {
    stopped.set(at, now + later);
    const written = nodeAt(nodes, at).put(key, textValue(value));
    stopped.delete(at);
    return written;
  };
  return { nodes, write };
}

/** By the documented order: time, counter (equal here), SHA-256 of the value, node id (rising along the chain). */
function winner(rule: Rule, writes: readonly Write[]): Write {
  const sorted = [...writes].sort(
    (a, b) => a.later - b.later || Buffer.compare(hash(a.value), hash(b.value)) || a.at - b.at,
  );
  return sorted.at(rule === 'latest' ? -1 : 0) as Write;
}

function hash(value: string): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}

async function check(context: TestContext, nodes: readonly Node[], rule: Rule, writes: readonly Write[]) {
  context.diagnostic(`equal after ${Math.round(await agree(nodes))} ms`);
  const { at, value } = winner(rule, writes);
  for (const node of nodes) {
    const entry = node.entries.one(key);
    assert.equal(entry?.value, JSON.stringify(value), `at ${node.name}`);
    assert.ok(entry?.stamp.endsWith(nodeAt(nodes, at).id), `at ${node.name}, by ${entry?.by}`);
  }
  assert.deepEqual(linkCounts(nodes), [1, ...Array(LENGTH - 2).fill(2), 1], 'it is still a chain');
}

function nodeAt(nodes: readonly Node[], at: number): Node {
  return nodes[at] as Node;
}

for (const rule of RULES) {
  describe(`two entries of a key under rule ${rule}`, () => {
    for (const [when, writes] of Object.entries(contests)) {
      test(`set at the ends of a chain of ${LENGTH}, ${when}: all agree on the one that the rule names`, async (context) => {
        const { nodes, write } = await stage(context, rule);
        await linkUp(nodes);
        await Promise.all(writes.map(write));
        await check(context, nodes, rule, writes);
      });

      test(`set in two half-chains that are joined later, ${when}: all agree on the one that the rule names`, async (context) => {
        const { nodes, write } = await stage(context, rule);
        const halves = [nodes.slice(0, LENGTH / 2), nodes.slice(LENGTH / 2)];
        await Promise.all(halves.map(linkUp));
        await Promise.all(writes.map(write));
        await Promise.all(halves.map(agree));
        const [end, start] = [nodeAt(nodes, LENGTH / 2 - 1), nodeAt(nodes, LENGTH / 2)];
        assert.notEqual(end.status().fingerprint, start.status().fingerprint);
        await end.addPeer(addressOf(start));
        await check(context, nodes, rule, writes);
      });
    }
  });
}
