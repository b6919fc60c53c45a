import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_LINE_BYTES } from '../main/backup/format';
import { blockText, readBlock } from '../main/disk/block';
import { LevelDisk } from '../main/disk/level';
import { readChunk, rowKey, rowText } from '../main/disk/row';
import { MAX_MESSAGE_BYTES } from '../main/net/protocol';
import type { Numbered } from '../main/store/contents';
import { pack, unpack } from '../main/store/pack';
import { Refused } from '../main/store/refusal';
import {
  anyValue,
  checkKey,
  checkValue,
  type JsonText,
  jsonValue,
  MAX_VALUE_BYTES,
  textValue,
} from '../main/store/text';
import { fromTuple, toTuple } from '../main/store/tuple';
import { ALICE, NOON } from './store/fixtures';
import { byr } from './support/byr';
import { newFolder } from './support/folder';
import { addressOf, inSync, openNode } from './support/nodes';

/** Six units of JSON each. */
const ESCAPED = '\u0001'.repeat(MAX_VALUE_BYTES);

/** Where a value comes in: as a text, as JSON, and off a socket. */
const doors: readonly ((text: string) => JsonText)[] = [
  textValue,
  anyValue,
  (text) => jsonValue(JSON.stringify(text)),
  (text) => jsonValue(` ${JSON.stringify([text])}`),
  (text) => anyValue({ [text]: [1, text] }),
];

/** Where it is read again, checked as from a stranger. */
const readers: Record<string, (entry: Numbered) => unknown> = {
  'a client’s import': ({ value }) => {
    assert.ok(bytesOf(['import', [['k'.repeat(1024), value]]]) < MAX_MESSAGE_BYTES);
    return checkValue(value);
  },
  'a peer': (entry) => {
    const packed = pack([entry]);
    assert.ok(bytesOf(packed) < MAX_MESSAGE_BYTES - 1024);
    return unpack(JSON.parse(JSON.stringify(packed)))[0]?.value;
  },
  'a row of the disk': (entry) => [...readChunk([[rowKey(entry.seq), rowText(entry)]])][0]?.entries[0]?.value,
  'a block of the disk': (entry) => readBlock(entry.seq, blockText(entry.seq, [entry]))[0]?.value,
  'a backup': (entry) => {
    const line = JSON.stringify(toTuple(entry));
    assert.ok(Buffer.byteLength(line) < MAX_LINE_BYTES);
    return fromTuple(JSON.parse(line)).value;
  },
};

function bytesOf(message: unknown): number {
  return Buffer.byteLength(JSON.stringify(message));
}

/** Texts about as long as may be, of characters that JSON writes in one to six units, and UTF-8 in one to four bytes. */
const longText = fc
  .tuple(
    fc.constantFrom('\u0001', '"', '\\', '\n', '\u007f', 'x', 'é', '€', '👍', '\u0001é"'),
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(1, 2, 3, 6),
  )
  .map(([unit, more, part]) => unit.repeat(Math.floor(MAX_VALUE_BYTES / part / Buffer.byteLength(unit)) + more));

test('what any door takes, every reader takes', () => {
  let taken = 0;
  const property = fc.property(longText, fc.constantFrom(...doors), (text, door) => {
    let value: JsonText;
    try {
      value = door(text);
    } catch (error) {
      return assert.ok(error instanceof Refused && error.code === 'value-too-long', String(error));
    }
    taken += 1;
    const entry = { key: checkKey('k'), value, stamp: { time: NOON, counter: 0, node: ALICE }, parents: [], seq: 1 };
    for (const [who, read] of Object.entries(readers)) assert.ok(read(entry) === value, who);
  });
  fc.assert(property, { numRuns: 60, examples: doors.map((door) => [ESCAPED, door]) });
  assert.ok(taken > 5, `${taken} taken`);
});

test('the longest text reaches a peer, a restarted node and who imports what it exports', async (context) => {
  const folder = await newFolder(context);
  const alice = await openNode(context, { name: 'Alice', disk: await LevelDisk.open(folder) });
  const bob = await openNode(context, { name: 'Bob' });
  await alice.peers.add(addressOf(bob));
  await alice.put(checkKey('long'), textValue(ESCAPED));
  await inSync(alice, bob);
  assert.equal(bob.get(checkKey('long')), JSON.stringify(ESCAPED));
  await alice.close();
  const again = await openNode(context, { disk: await LevelDisk.open(folder) });
  assert.equal(again.get(checkKey('long')), JSON.stringify(ESCAPED));
  const { stdout } = await byr(['export', '-', '--format', 'json', '-u', addressOf(again)]);
  const chloe = await openNode(context, { name: 'Chloé' });
  assert.equal((await byr(['import', '-', '--format', 'json', '-u', addressOf(chloe)], stdout)).code, 0);
  assert.equal(chloe.get(checkKey('long')), JSON.stringify(ESCAPED));
});
