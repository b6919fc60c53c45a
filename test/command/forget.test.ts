import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byr } from '../support/byr-here';
import { addressOf, inSync, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const DAY = 24 * 60 * 60 * 1000;

test('forget takes a peer without a link, by its name, and --all those not seen for a day', async (context) => {
  let later = 0;
  const alice = await openNode(context, { name: 'Alice', now: () => Date.now() + later });
  const [bob, chloe] = [await openNode(context, { name: 'Bob' }), await openNode(context, { name: 'Chloé' })];
  const at = ['-u', addressOf(alice)];
  for (const friend of [bob, chloe]) await alice.peers.add(addressOf(friend));
  await inSync(alice, bob, chloe);
  const linked = await byr(['forget', 'Bob', ...at]);
  assert.deepEqual([linked.code, /removePeer/.test(linked.stderr)], [1, true]);
  assert.equal(peerOf(alice, bob)?.state, 'in-sync');

  for (const friend of [bob, chloe]) await friend.close();
  await until('both to be gone', () => alice.status().peers.every(({ state }) => state === 'unreachable'));
  assert.equal((await byr(['forget', '--all', ...at])).stderr, '0 peers forgotten.\n');
  assert.deepEqual(await byr(['forget', '--all', '--json', ...at]), {
    code: 0,
    stdout: '{"forgotten":0}\n',
    stderr: '',
  });
  assert.deepEqual(await byr(['forget', 'Bob', ...at]), { code: 0, stdout: '', stderr: '' });
  assert.deepEqual(
    alice.status().peers.map(({ name }) => name),
    ['Chloé'],
  );
  later = 2 * DAY;
  assert.equal((await byr(['forget', '--all', ...at])).stderr, '1 peer forgotten.\n');
  assert.deepEqual(alice.status().peers, []);
  assert.equal((await byr(['forget', ...at])).code, 2);
});
