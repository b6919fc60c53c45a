import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvitationDesk } from '../../main/app/invitation-desk';
import { openNode } from '../support/nodes';

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
