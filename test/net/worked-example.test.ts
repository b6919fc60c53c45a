import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Comparison, differingChildren, lacking } from '../../main/net/sync/comparison';
import { digestOf } from '../../main/store/digest';
import type { Entry } from '../../main/store/entry';
import { pack, unpack } from '../../main/store/pack';
import { courseWriter, type NodeId } from '../../main/store/stamp';
import { jsonValue } from '../../main/store/text';
import { key, text } from '../store/fixtures';
import { said } from '../store/model';
import { Party } from '../support/sides';
import { link } from './sync/talk';

const A = '0123456789abcdef' as NodeId;
const B = 'fedcba9876543210' as NodeId;

const page = readFileSync('docs/protocol.md', 'utf8');
const example = page.slice(page.indexOf('## Worked example'));
/** The lines of its blocks, less what stands behind bytes, joined where they follow one another. */
const blocks = example
  .split('\n')
  .map((line) => (line.startsWith('    ') ? line.trim().replace(/^((?:[0-9a-f]{2} ){2,}) .*/, '$1') : ''))
  .join('\n')
  .split(/\n{2,}/)
  .map((block) => block.trim());
const written = blocks.filter((block) => /^(?:[0-9a-f]{2}(?:\s+|$))+$/.test(block)).map(bytesOf);
const digests = blocks.filter((block) => /^[0-9a-f]{8}( [0-9a-f]{8}){3}$/.test(block));

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replace(/\s/g, ''), 'hex');
}

function digest(entry: Entry): string {
  const words = new Int32Array(4);
  digestOf(entry, words);
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

/** What is written in the example: by A, by B, and at B by a script. */
function threeEntries(): [Entry, Entry, Entry] {
  const [a, b] = twoNodes();
  b.copy(a);
  b.wall.now += 7;
  b.database.put(key('Ville'), null);
  b.database.create(key('é'), jsonValue('1.50'), courseWriter(B));
  return [...b.database.feed.after(0)] as Entry[] as [Entry, Entry, Entry];
}

/** A with `Ville`, and B without anything. */
function twoNodes(): [a: Party, b: Party] {
  const [a, b] = [new Party(A), new Party(B)];
  a.database.put(key('Ville'), text('Lyon'));
  return [a, b];
}

/** The only JSON of the example that begins so. */
function quoted(start: string): unknown {
  const [block = '', more] = blocks
    .flatMap((block) => block.split(/\n(?=[a-z])/))
    .filter((block) => block.startsWith(start));
  assert.equal(more, undefined, `'${start}' stands there once`);
  return JSON.parse(block.slice(block.indexOf('{')));
}

test('the frame that the specification quotes is what a node says, and its answer what the other says', () => {
  const [a, b] = twoNodes();
  const [ours, theirs] = link(a, b);
  const { type: read, ...wanted } = theirs.deliver();
  assert.deepEqual({ read, ...wanted }, { read: 'read', ...(quoted('read') as object) });
  const changes = ours.outbox.find(({ type }) => type === 'changes');
  assert.ok(changes?.type === 'changes');
  const { type, entries, upTo, left, fingerprint } = changes;
  assert.equal(`42${JSON.stringify([type, { entries, upTo, left, fingerprint }])}`, written[1]?.toString());
  assert.equal(written[1]?.length, 180);
  while (ours.outbox.length > 0) ours.deliver();
  const { type: _, ...applied } = theirs.outbox.find(({ type }) => type === 'applied') ?? { type: null };
  assert.deepEqual(applied, quoted('applied'));
});

test('the entries of the specification are packed, digested and fingerprinted as it says', () => {
  const [first, ...rest] = threeEntries();
  const b = new Party(B);
  b.database.merge([first, ...rest], null);
  const packed = quoted('{ "nodes"');
  assert.deepEqual(JSON.parse(JSON.stringify(pack(rest))), packed);
  assert.deepEqual(
    unpack(packed).map(({ stamp }) => stamp),
    rest.map(({ stamp }) => stamp),
  );
  assert.deepEqual([first, ...rest].map(digest), digests);
  assert.deepEqual([first, ...rest].map(said), [written[0], written[2], written[3]]);
  assert.ok(example.includes(`the fingerprint of all three entries is ${b.database.fingerprint}.`));
});

test('a comparison goes down the tree as the specification shows', () => {
  const [a, b] = twoNodes();
  b.wall.now += 7;
  b.database.merge(threeEntries().slice(2), null);
  const comparison = new Comparison(a.database.digests, 0);
  for (let question = 1; question <= 3; question++) {
    const asked = comparison.next(question);
    assert.ok(asked?.type === 'compare');
    const paths = question === 1 ? '[0, 1, ... 15]' : `[${asked.paths.join(', ')}]`;
    const head = `compare { "question": ${question}, "depth": ${asked.depth}, "paths": ${paths}, "word": 0, "digests": ... }`;
    assert.ok(example.includes(head), head);
    if (question === 1) {
      const all = Buffer.alloc(4 * 256);
      all.writeUInt32BE(0xe25b41a6, 4 * (5 * 16 + 9));
      assert.equal(asked.digests, all.toString('base64'));
    }
    const children = differingChildren(b.database.digests, asked);
    const answer = question === 1 ? `${children.replace(/0*$/, '')}` : `${children}"`;
    assert.ok(example.includes(`differ  { "question": ${question}, "children": "${answer}`), children);
    comparison.differ(children);
  }
  const list = comparison.next(4);
  assert.ok(list?.type === 'list');
  const { type: _, ...listed } = list;
  assert.deepEqual(listed, quoted('list'));
  const { there, here } = lacking(b.database.digests, list);
  assert.equal(there.length, 1);
  const { entries } = quoted('lack') as { entries: string };
  assert.equal(here, 'f');
  assert.equal(Number.parseInt(entries, 16) & 8, 8);
  assert.deepEqual(
    comparison.lack(entries).map(({ seq }) => seq),
    [1],
  );
});
