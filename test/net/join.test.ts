import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInvitation, parseInvitation } from '../../main/net/invitation';
import { parseNetworkKey } from '../../main/net/network-key';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { CourseNode } from '../support/course-node';
import { addressOf, inSync, LastingDisk, openNode, peerOf } from '../support/nodes';
import { portApart } from '../support/ports';
import { until } from '../support/until';

const key = checkKey('secret');

/** A node's invitation with other addresses. */
function invitationTo(node: Node, ...addresses: string[]): string {
  return formatInvitation({ ...parseInvitation(node.peers.invite(null)), addresses });
}

test('who has an invitation joins, at the first address where its node answers', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const stranger = await openNode(context, { name: 'Stranger' });
  const course = await CourseNode.open(context);
  const bob = await openNode(context, { name: 'Bob' });
  const nobody = `localhost:${await portApart()}`;
  await alice.put(key, textValue('ours'));
  await bob.peers.join(invitationTo(alice, nobody, addressOf(stranger), course.address, addressOf(alice)));
  await inSync(alice, bob);
  assert.equal(bob.get(key), '"ours"');
  assert.deepEqual([stranger.get(key), stranger.status().peers.length, course.values.secret], [null, 0, undefined]);
});

test('an invitation says where its node listens, first at the address that was asked for', async (context) => {
  const alice = await openNode(context, { name: 'Alice', rule: 'first' });
  const own = alice.status().addresses.map(({ address }) => address);
  const expected = { id: alice.id, rule: 'first', name: 'Alice', key: null };
  const addresses = own.length > 0 ? own.slice(0, 4) : [addressOf(alice)];
  assert.deepEqual(parseInvitation(alice.peers.invite(null)), { ...expected, addresses });
  const named = parseInvitation(alice.peers.invite('alice.local:3000')).addresses;
  assert.deepEqual(named, ['alice.local:3000', ...addresses].slice(0, 4));
  assert.throws(() => alice.peers.invite('alice.local'), { code: 'no-port' });
});

test('a node that does not listen invites nobody', async (context) => {
  const { port } = await openNode(context);
  const deaf = await openNode(context, { ports: [port ?? 0] });
  assert.throws(() => deaf.peers.invite(null), { code: 'bad-request' });
});

test('another node at the address is left alone, and neither remembers the other', async (context) => {
  const [alice, stranger, bob] = [await openNode(context), await openNode(context), await openNode(context)];
  const invitation = invitationTo(alice, addressOf(stranger));
  await bob.put(key, textValue('ours'));
  await assert.rejects(bob.peers.join(invitation), { code: 'other-node' });
  assert.deepEqual([bob.status().peers, stranger.status().peers, stranger.get(key)], [[], [], null]);
});

test('a node of another rule is told before it dials anybody', async (context) => {
  const alice = await openNode(context, { rule: 'first' });
  const bob = await openNode(context, { rule: 'latest' });
  await assert.rejects(bob.peers.join(alice.peers.invite(null)), { code: 'other-rule' });
  assert.deepEqual([alice.status().peers, bob.status().peers], [[], []]);
});

test('a rule that the node has since is told by itself', async (context) => {
  const alice = await openNode(context, { rule: 'first' });
  const bob = await openNode(context, { rule: 'latest' });
  await assert.rejects(bob.peers.join(alice.peers.invite(null).replace('first', 'latest')), { code: 'other-rule' });
});

test('who is linked already, or invited by itself, is told so', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  await bob.peers.join(alice.peers.invite(null));
  await until('both to be linked', () => peerOf(alice, bob)?.state === 'in-sync');
  await assert.rejects(bob.peers.join(alice.peers.invite(null)), { code: 'already-linked' });
  await assert.rejects(alice.peers.join(bob.peers.invite(null)), { code: 'already-linked' });
  await assert.rejects(alice.peers.join(alice.peers.invite(null)), { code: 'itself' });
});

test('a peer that was removed joins again by an invitation', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  await bob.peers.join(alice.peers.invite(null));
  bob.peers.remove(alice.id);
  assert.equal(bob.status().peers.length, 0);
  await bob.peers.join(alice.peers.invite(null));
  await inSync(alice, bob);
});

test('who declines to join at a peer that is paused does not remove it by that', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  await bob.peers.join(alice.peers.invite(null));
  await bob.peers.setPaused(alice.id, true);
  const joining = bob.peers.join(alice.peers.invite(null), () => false);
  await assert.rejects(joining, { code: 'cancelled' });
  assert.equal(peerOf(bob, alice)?.state, 'paused');
});

test('an invitation to a node that took a new id since leads to it, in a private network, too', async (context) => {
  const disk = new LastingDisk();
  const networkKey = parseNetworkKey('une phrase que la classe connaît');
  const before = await openNode(context, { disk, networkKey });
  const [invitation, { id, port }] = [before.peers.invite(null), before];
  await before.close();
  await disk.writeNote('former', { id, at: 0 });
  await disk.writeNote('id', id.replace(/./g, '0'));
  const after = await openNode(context, { disk, networkKey, ports: [port ?? 0] });
  const bob = await openNode(context);
  await bob.privacy.takeKey(invitation);
  await bob.peers.join(invitation);
  await inSync(after, bob);
});

test('nobody at any address is told, and not remembered', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  const invitation = invitationTo(alice, addressOf(alice));
  await alice.close();
  await assert.rejects(bob.peers.join(invitation), { code: 'nobody-there' });
  assert.deepEqual(bob.status().peers, []);
});

test('where nobody is at several addresses, that of the first is told: others may be of networks that lead nowhere', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  const addresses = [`localhost:${await portApart()}`, `localhost:${await portApart()}`];
  const invitation = formatInvitation({ ...parseInvitation(alice.peers.invite(null)), addresses });
  await assert.rejects(bob.peers.join(invitation), {
    code: 'nobody-there',
    message: new RegExp(`at ${addresses[0]}:`),
  });
});

test('a node without anything takes the network key of an invitation, and joins', async (context) => {
  const alice = await openNode(context, { networkKey: parseNetworkKey('une phrase que la classe connaît') });
  const bob = await openNode(context);
  await alice.put(key, textValue('ours'));
  const invitation = alice.peers.invite(null);
  await assert.rejects(bob.peers.join(invitation), { code: 'wrong-key' });
  await bob.privacy.takeKey(invitation);
  assert.equal(bob.privacy.networkKey, alice.privacy.networkKey);
  await bob.peers.join(invitation);
  await inSync(alice, bob);
  assert.equal(bob.get(key), '"ours"');
  assert.deepEqual(JSON.stringify([bob.status(), bob.events.recent(50)]).match(/CLASSE/i), null);
});

test('no key is taken unless its node is there and has it, under the same rule', async (context) => {
  const alice = await openNode(context, { networkKey: parseNetworkKey('une phrase que la classe connaît') });
  const stranger = await openNode(context, { networkKey: parseNetworkKey('une phrase que la classe connaît') });
  const once = await openNode(context, { networkKey: alice.privacy.networkKey ?? undefined, rule: 'first' });
  const [open, bob] = [await openNode(context), await openNode(context)];
  const sameKey = { key: alice.privacy.networkKey };
  const to = (node: Node): string =>
    formatInvitation({ ...parseInvitation(node.peers.invite(null)), ...sameKey, addresses: [addressOf(node)] });
  for (const [invitation, code] of [
    [invitationTo(alice, addressOf(stranger)), 'other-node'],
    [to(open), 'open-network'],
    [to(once), 'other-rule'],
    [to(once).replace('first', 'latest'), 'other-rule'],
    [invitationTo(alice, `localhost:${await portApart()}`), 'nobody-there'],
    [to(alice).replace(/key=.*/, 'key=ABCD-EFGH-JKMN-PQRS'), 'wrong-key'],
  ] as const) {
    await assert.rejects(bob.privacy.takeKey(invitation), { code }, code);
    assert.equal(bob.privacy.networkKey, null);
  }
  assert.deepEqual([bob.status().peers, stranger.status().peers], [[], []]);
});
