import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byr } from '../support/byr';
import { CourseNode } from '../support/course-node';
import { addressOf, openNode } from '../support/nodes';

test('a list without anything in it says so beside standard output', async (context) => {
  const at = ['-u', addressOf(await openNode(context))];
  for (const [list, said] of [
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
