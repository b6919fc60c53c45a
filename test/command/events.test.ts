import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventLine, missedChanges, missedEvents } from '../../main/command/print-event';
import type { NodeEvent } from '../../main/net/events';
import { checkKey, textValue } from '../../main/store/text';
import { spawnByr } from '../support/byr';
import { addressOf, inSync, openNode } from '../support/nodes';
import { until } from '../support/until';

const about = { peer: null, peerId: null, peers: 1, key: null, count: 1, why: null, catchUp: null };
const nothing = { seq: 1, at: Date.UTC(2026, 10, 22, 12), ...about };

function said(event: Partial<NodeEvent> & Pick<NodeEvent, 'kind'>): string {
  const line = eventLine({ ...nothing, ...event });
  assert.match(line, /^2026-11-22T12:00:00.000Z {2}/);
  return line.slice(26);
}

test('each event is a line of words', () => {
  const bob = { peer: 'Bob', peerId: 'b' };
  const why = { code: 'other-rule', message: 'Another rule.' } as const;
  assert.equal(said({ kind: 'set', key: 'Ville' }), 'set "Ville"');
  assert.equal(said({ kind: 'deleted', key: 'a\nb', count: 42 }), 'deleted "a\\nb" and 41 more');
  assert.equal(said({ kind: 'sent', ...bob, count: 500 }), 'sent 500 entries to Bob');
  assert.equal(said({ kind: 'sent', peers: 26 }), 'sent 1 entry to 26 peers');
  assert.equal(said({ kind: 'received', ...bob }), 'received 1 entry from Bob');
  assert.equal(said({ kind: 'merged', ...bob, count: 2 }), 'merged 2 entries of Bob');
  assert.equal(said({ kind: 'conflict', ...bob, key: 'Ville' }), 'conflict with Bob in "Ville"');
  assert.equal(said({ kind: 'conflict', key: 'Ville' }), 'conflict in "Ville"');
  assert.equal(said({ kind: 'refused', why }), 'refused: Another rule.');
  assert.equal(said({ kind: 'refused', ...bob, why, count: 12 }), 'refused: Another rule. (Bob, 12 times)');
  assert.equal(said({ kind: 'refused', key: 'Ville', why }), 'refused: Another rule. ("Ville")');
  assert.equal(said({ kind: 'backup', count: 500 }), 'backed up 500 entries');
  assert.equal(said({ kind: 'backup-failed', why }), 'no backup: Another rule.');
  assert.equal(said({ kind: 'restored' }), 'restored 1 entry');
  assert.equal(said({ kind: 'restamped', count: 2 }), 'gave 2 entries the present time');
  assert.equal(said({ kind: 'paused', ...bob }), 'paused Bob');
  assert.equal(said({ kind: 'resumed', count: 3 }), 'resumed 3 peers');
  assert.equal(said({ kind: 'link-up', ...bob }), 'linked to Bob');
  const catchUp = { ms: 900, received: 12, sent: 3 };
  assert.equal(said({ kind: 'in-sync', ...bob, catchUp }), 'in sync with Bob after 900 ms: 12 received, 3 sent');
  assert.equal(said({ kind: 'link-down', ...bob, why }), 'lost the link to Bob: Another rule.');
  assert.equal(said({ kind: 'link-down', ...bob }), 'closed the link to Bob');
});

test('what a watcher was not sent is counted in words that fit one, too', () => {
  assert.deepEqual([1, 2].map(missedChanges), ['(and 1 more change)', '(and 2 more changes)']);
  assert.deepEqual([1, 2].map(missedEvents), ['(and 1 event before)', '(and 2 events before)']);
});

test('watch --events prints what was kept and what comes, until the node is gone', async (context) => {
  let ahead = 0;
  const node = await openNode(context, { name: 'Alice', now: () => Date.now() + ahead });
  await node.put(checkKey('before'), textValue('x'));
  ahead += 1_000;
  const at = ['-u', addressOf(node)];
  const [words, json] = [spawnByr(['watch', '--events', ...at]), spawnByr(['watch', '--events', '--json', ...at])];
  for (const watch of [words, json]) await until('what was kept', () => watch.stdout().includes('before'));
  const bob = await openNode(context, { name: 'Bob' });
  await bob.peers.add(addressOf(node));
  await inSync(bob, node);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  for (const watch of [words, json]) await until('the set', () => watch.stdout().includes('Ville'));
  await until('what went to Bob', () => words.stdout().includes('to Bob\n'));
  assert.match(words.stdout(), /^\S+Z {2}set "before"\n\S+Z {2}linked to Bob\n/);
  await node.close();
  for (const watch of [words, json]) {
    const { code, stderr } = await watch.ended;
    assert.equal(code, 3);
    assert.equal(stderr, 'byr: The node is gone, or has another network key now; watch it again once it runs.\n');
  }
  const events = json
    .stdout()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as NodeEvent);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
  assert.ok(events.some(({ kind, key }) => kind === 'set' && key === 'Ville'));
});
