import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../main/store/text';
import { byr } from '../support/byr-here';
import { addressOf, inSync, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const HOUR = 3_600_000;

test('restamp gives what a wrong clock stamped the present time, and says so, or that nothing waits', async (context) => {
  let ahead = 2 * HOUR;
  const alice = await openNode(context, { name: 'Alice', now: () => Date.now() + ahead });
  const bob = await openNode(context, { name: 'Bob' });
  const at = ['-u', addressOf(alice)];
  await alice.put(checkKey('Ville'), textValue('Lyon'));
  ahead = 0;
  const alone = await byr(['restamp', ...at]);
  assert.deepEqual([alone.code, alone.stderr.split(':')[0]], [0, 'Nothing was changed']);
  assert.deepEqual(await byr(['restamp', '--json', ...at]), { code: 0, stdout: '{"restamped":0}\n', stderr: '' });

  await alice.peers.add(addressOf(bob));
  await until('Alice to hear that Bob refuses it, and his time', () => {
    const peer = peerOf(alice, bob);
    return peer?.state === 'clock-wrong' && peer.skew !== null;
  });
  assert.match((await byr(['status', ...at])).stdout, /until their time comes or 'byr restamp' here/);
  const done = await byr(['restamp', ...at]);
  assert.deepEqual(done, { code: 0, stdout: '', stderr: '1 entry has the present time now.\n' });
  await inSync(alice, bob);
  assert.equal((await byr(['get', 'Ville', '-u', addressOf(bob)])).stdout, 'Lyon');
});
