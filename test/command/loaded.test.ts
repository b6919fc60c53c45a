import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { spawnByr } from '../support/byr';
import { addressOf, openNode } from '../support/nodes';

/** Tells on standard error, as the process ends, what modules it loaded. */
const TELLER =
  "import { _cache } from 'node:module'; process.on('exit', () => console.error(Object.keys(_cache).join()));";

test('a command that only asks a node does not load what a node is made of', async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(TELLER)}`];
  const { stdout, stderr } = await spawnByr(['get', 'Ville', '-u', addressOf(node)], undefined, { flags }).ended;
  assert.equal(stdout, 'Lyon');
  assert.match(stderr, /cli\.js/);
  assert.doesNotMatch(stderr, /classic-level|\bserve-/);
});
