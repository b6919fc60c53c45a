import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Damaged } from '../../main/disk/damaged';
import { readChunk, rowKey, rowText } from '../../main/disk/row';
import { textValue } from '../../main/store/text';
import { type ALICE, key, NOON } from '../store/fixtures';

// In a file, and so in a process, of its own: a writer who was read before is known from then on.
test('the first row that is read is refused where it names no writer, though its check is right', () => {
  const stamp = { time: NOON, counter: 0, node: '' as typeof ALICE };
  const text = rowText({ key: key('Ville'), value: textValue('Lyon'), stamp, parents: [], seq: 1 });
  assert.throws(() => [...readChunk([[rowKey(1), text]])], Damaged);
});
