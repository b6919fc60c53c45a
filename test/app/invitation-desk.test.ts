import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvitationDesk } from '../../main/app/invitation-desk';
import { parseNetworkKey } from '../../main/net/network-key';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { openNode } from '../support/nodes';
import { until } from '../support/until';

function deskOf(node: Node, opened: string[] = []): InvitationDesk {
  return new InvitationDesk(node, { openNewNode: async (text) => void opened.push(text), changed: () => {} });
}

function namesOf(node: Node): (string | null)[] {
  return node.status().peers.map(({ name }) => name);
}

test('an answer counts for the invitation that was read, not for one that came since', async (context) => {
  const [ada, bob, eve] = await Promise.all(['Ada', 'Bob', 'Eve'].map((name) => openNode(context, { name })));
  assert.ok(ada && bob && eve);
  const opened: string[] = [];
  const desk = deskOf(ada, opened);
  desk.ask(bob.peers.invite(null));
  const { question = 0 } = desk.asked ?? {};
  desk.ask(eve.peers.invite(null));
  await assert.rejects(desk.accept(question), { code: 'bad-request' });
  await assert.rejects(desk.acceptInNewNode(question), { code: 'bad-request' });
  desk.decline(question);
  assert.deepEqual(ada.status().peers, []);
  assert.deepEqual(opened, []);
  const { asked, question: newer = 0 } = desk.asked ?? {};
  assert.equal(asked?.ok && asked.value.name, 'Eve');
  await desk.accept(newer);
  assert.deepEqual(namesOf(ada), ['Eve']);
  assert.equal(desk.asked, null);
  await assert.rejects(desk.accept(newer), { code: 'bad-request' });
});

for (const networkKey of [undefined, parseNetworkKey('a key that only Bob has yet')])
  test(`who declines while the node is joining ${networkKey ? 'a private' : 'an open'} network stays out of it`, async (context) => {
    const ada = await openNode(context, { name: 'Ada' });
    const bob = await openNode(context, { name: 'Bob', networkKey });
    const desk = deskOf(ada);
    desk.ask(bob.peers.invite(null));
    const { question = 0 } = desk.asked ?? {};
    const joining = desk.accept(question);
    desk.decline(question);
    await assert.rejects(joining, { code: 'cancelled' });
    assert.deepEqual([ada.privacy.networkKey, ada.status().peers], [null, []]);
    // Bob has heard of Ada at most, and dials her in vain.
    if (networkKey === undefined) {
      await until('Bob to be told', () => bob.status().peers.some(({ why }) => why?.code === 'peer-refused'));
      assert.deepEqual(ada.status().peers, []);
    }
    assert.ok(bob.status().peers.every(({ linkedSince }) => linkedSince === null));
    // Who thinks better of it is let in.
    await ada.privacy.takeKey(bob.peers.invite(null));
    await ada.peers.join(bob.peers.invite(null));
    assert.deepEqual(namesOf(ada), ['Bob']);
  });

test('a node is asked before it takes a key only where it has something to lose, and not for one that it has', async (context) => {
  const networkKey = parseNetworkKey('a key that only Bob has yet');
  const bob = await openNode(context, { name: 'Bob', networkKey });
  const [blank, member, used] = [
    await openNode(context),
    await openNode(context, { networkKey }),
    await openNode(context),
  ];
  await used.put(checkKey('Ville'), textValue('Lyon'));
  for (const node of [blank, member]) {
    const desk = deskOf(node);
    assert.equal(await desk.join(bob.peers.invite(null)), true);
    assert.deepEqual([desk.asked, namesOf(node).includes('Bob')], [null, true]);
  }
  const desk = deskOf(used);
  assert.equal(await desk.join(bob.peers.invite(null)), false);
  assert.ok(desk.asked?.asked.ok && desk.asked.asked.value.takesKey);
  assert.deepEqual([used.privacy.networkKey, used.status().peers], [null, []]);
});

test('who declines once the key is taken, or declines another invitation meanwhile, is joined all the same', async (context) => {
  const networkKey = parseNetworkKey('a key that only Bob has yet');
  const bob = await openNode(context, { name: 'Bob', networkKey });
  const [ada, dora, eve] = [await openNode(context), await openNode(context), await openNode(context)];
  const { join } = ada.peers;
  context.mock.method(ada.peers, 'join', (...args: Parameters<typeof join>) => {
    desk.decline(1);
    return join.apply(ada.peers, args);
  });
  const desk = deskOf(ada);
  desk.ask(bob.peers.invite(null));
  await desk.accept(1);
  assert.deepEqual([ada.privacy.networkKey, namesOf(ada)], [networkKey, ['Bob']]);
  const other = deskOf(dora);
  other.ask(bob.peers.invite(null));
  const joining = other.accept(1);
  other.ask(eve.peers.invite(null));
  other.decline(2);
  await joining;
  assert.ok(namesOf(dora).includes('Bob'));
});

test('an invitation of the node itself is none, and one that is taken to a new node is asked about no more', async (context) => {
  const [ada, bob] = [await openNode(context), await openNode(context)];
  const opened: string[] = [];
  const desk = deskOf(ada, opened);
  desk.ask(ada.peers.invite(null));
  assert.ok(desk.asked?.asked.ok === false && desk.asked.asked.refusal.code === 'itself');
  await assert.rejects(desk.join(ada.peers.invite(null)), { code: 'itself' });
  const text = bob.peers.invite(null);
  desk.ask(text);
  await desk.acceptInNewNode(2);
  assert.deepEqual([opened, desk.asked, ada.status().peers], [[text], null, []]);
});
