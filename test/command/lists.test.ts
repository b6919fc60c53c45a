import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { byr } from '../support/byr-here';
import { CourseNode } from '../support/course-node';
import { addressOf, openNode } from '../support/nodes';

test('a list without anything in it says so beside standard output', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  for (const [list, said] of [
    ['keys', /^No keys yet: 'byr set' sets one\.\n$/],
    ['peers', /^No peers yet: 'byr addPeer' links one\.\n$/],
    ['conflicts', /^No conflicts\.\n$/],
    ['backups', /^No backups yet: 'byr backup' makes one\.\n$/],
    ['nearby', /^Nearby: not looked for \(--nearby off\)\.\n$/],
  ] as const) {
    const { code, stdout, stderr } = await byr([list, ...at]);
    assert.deepEqual([code, stdout], [0, ''], list);
    assert.match(stderr, said);
    assert.deepEqual(await byr([list, '--json', ...at]), { code: 0, stdout: '[]\n', stderr: '' });
  }
});

test('a course node without peers says so, too', async (context) => {
  const at = ['-u', (await CourseNode.open(context)).address];
  assert.match((await byr(['peers', ...at])).stderr, /^No peers yet/);
  assert.deepEqual(await byr(['peers', '--json', ...at]), { code: 0, stdout: '[]\n', stderr: '' });
});

test('a list that is too long to be read is refused with what to do instead', async (context) => {
  const node = await openNode(context);
  const many = Array.from({ length: 500 }, (_, n) => n);
  // Six bytes in a list for each byte of a key.
  const long = '\u0001'.repeat(1_000);
  for (let batch = 0; batch < 36; batch++)
    await node.putAll(many.map((n) => [checkKey(`${long} ${batch} ${n}`), textValue('v')]));
  const { code, stdout, stderr } = await byr(['keys', '-u', addressOf(node)]);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^byr: The answer is longer than 100 MiB.*export gives all keys/);
});
