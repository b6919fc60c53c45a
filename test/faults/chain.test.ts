import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { Node } from '../../main/node/node';
import { RULES, type Rule } from '../../main/store/rule';
import { checkKey, textValue } from '../../main/store/text';
import { agree, linkCounts, linkUp, openChain } from '../support/chain';
import { addressOf } from '../support/nodes';

const LENGTH = 26;
/** The links of each. */
const chained = [1, ...Array<number>(LENGTH - 2).fill(2), 1];

interface Write {
  readonly at: number;
  readonly value: string;
  /** ms after the other one. */
  readonly later: number;
}

/** What the two ends set, each contest a key of its own. */
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
  'of one value at one moment': [
    { at: 0, value: 'Lyon', later: 0 },
    { at: LENGTH - 1, value: 'Lyon', later: 0 },
  ],
  // The last, as the nodes' clocks are ahead from then on.
  'one by a clock that is 4 minutes ahead': [
    { at: 0, value: 'Lyon', later: 240_000 },
    { at: LENGTH - 1, value: 'Nice', later: 0 },
  ],
};

/** Apart enough that a contest finds no clock moved on by the one before. */
const APART_MS = 10;

/** A chain whose wall clocks the test stops, each at a time of its own, while a contest's writes are made. */
async function stage(test: TestContext, rule: Rule) {
  const stopped = new Map<number, number>();
  const nodes = await openChain(test, LENGTH, (at) => ({ rule, now: () => stopped.get(at) ?? Date.now() }));
  const began = Date.now();
  const write = (when: string, { at, value, later }: Write): Promise<void> => {
    stopped.set(at, began + APART_MS * Object.keys(contests).indexOf(when) + later);
    const written = nodeAt(nodes, at).put(checkKey(when), textValue(value));
    stopped.delete(at);
    return written;
  };
  const begin = async (when: string): Promise<void> => {
    await Promise.all((contests[when] ?? []).map((one) => write(when, one)));
  };
  return { nodes, begin };
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

function check(nodes: readonly Node[], rule: Rule, when: string): void {
  const writes = contests[when] ?? [];
  const { at, value } = winner(rule, writes);
  for (const node of nodes) {
    const [entry, ...others] = node.database.versions(checkKey(when));
    assert.equal(entry?.value, JSON.stringify(value), `at ${node.name}`);
    assert.equal(entry?.stamp.node, nodeAt(nodes, at).id, `at ${node.name}`);
    assert.equal(others.length, writes.length - 1, `at ${node.name}`);
  }
}

function nodeAt(nodes: readonly Node[], at: number): Node {
  return nodes[at] as Node;
}

for (const rule of RULES) {
  const agreed = 'all agree on the one that the rule names';

  test(`two entries of a key under rule ${rule}, set at the ends of a chain of ${LENGTH}: ${agreed}`, async (context) => {
    const { nodes, begin } = await stage(context, rule);
    await linkUp(nodes);
    for (const when of Object.keys(contests)) {
      await context.test(when, async (context) => {
        await begin(when);
        context.diagnostic(`equal after ${Math.round(await agree(nodes))} ms`);
        check(nodes, rule, when);
      });
    }
    assert.deepEqual(linkCounts(nodes), chained, 'it is still a chain');
  });

  test(`two entries of a key under rule ${rule}, set in two half-chains that are joined later: ${agreed}`, async (context) => {
    const { nodes, begin } = await stage(context, rule);
    const halves = [nodes.slice(0, LENGTH / 2), nodes.slice(LENGTH / 2)];
    await Promise.all(halves.map(linkUp));
    for (const when of Object.keys(contests)) await begin(when);
    await Promise.all(halves.map(agree));
    const [end, start] = [nodeAt(nodes, LENGTH / 2 - 1), nodeAt(nodes, LENGTH / 2)];
    assert.notEqual(end.status().fingerprint, start.status().fingerprint);
    await end.peers.add(addressOf(start));
    context.diagnostic(`equal after ${Math.round(await agree(nodes))} ms`);
    for (const when of Object.keys(contests)) await context.test(when, () => check(nodes, rule, when));
    assert.deepEqual(linkCounts(nodes), chained, 'it is still a chain');
  });
}
