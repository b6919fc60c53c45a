import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvitationDesk } from '../../main/app/invitation-desk';
import { parseNetworkKey } from '../../main/net/network-key';
import { openNode } from '../support/nodes';
import { until } from '../support/until';

test('an answer counts for the invitation that was read, not for one that came since', async (context) => {
  const [ada, bob, eve] = await Promise.all(['Ada', 'Bob', 'Eve'].map((name) => openNode(context, { name })));
  assert.ok(ada && bob && eve);
  const opened: string[] = [];
  const desk = new InvitationDesk(ada, { openNewNode: async (text) => void opened.push(text), changed: () => {} });
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
  assert.deepEqual(
    ada.status().peers.map(({ name }) => name),
    ['Eve'],
  );
  assert.equal(desk.asked, null);
});

for (const networkKey of [undefined, parseNetworkKey('a key that only Bob has yet')])
  test(`who declines while the node is joining ${networkKey ? 'a private' : 'an open'} network stays out of it`, async (context) => {
    const ada = await openNode(context, { name: 'Ada' });
    const bob = await openNode(context, { name: 'Bob', networkKey });
    const desk = new InvitationDesk(ada, { openNewNode: async () => {}, changed: () => {} });
    desk.ask(bob.peers.invite(null));
    const { question = 0 } = desk.asked ?? {};
    const joining = desk.accept(question);
    desk.decline(question);
    await assert.rejects(joining, { code: 'cancelled' });
    assert.deepEqual([ada.networkKey, ada.status().peers], [null, []]);
    // Bob has heard of Ada at most, and dials her in vain.
    if (networkKey === undefined) {
      await until('Bob to be told', () => bob.status().peers.some(({ why }) => why?.code === 'peer-refused'));
      assert.deepEqual(ada.status().peers, []);
    }
    assert.ok(bob.status().peers.every(({ linkedSince }) => linkedSince === null));
    // Who thinks better of it is let in.
    await ada.takeKey(bob.peers.invite(null));
    await ada.peers.join(bob.peers.invite(null));
    assert.deepEqual(
      ada.status().peers.map(({ name }) => name),
      ['Bob'],
    );
  });
