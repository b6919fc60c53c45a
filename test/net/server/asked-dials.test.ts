import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_KNOWN } from '../../../main/net/protocol';
import { AskedDials, askedDials } from '../../../main/net/server/asked-dials';
import type { Reply } from '../../../main/net/server/client-server';
import { Client } from '../../support/client';
import { intrude } from '../../support/intruder';
import { openNode } from '../../support/nodes';
import { portApart } from '../../support/ports';
import { Script } from '../../support/script';
import { until } from '../../support/until';

const OTHER = '192.0.2.1';
const crowded = { code: 'crowded' };

test('one other machine may ask for some dozen dials, and then others still may', async () => {
  const dials = new AskedDials();
  let dialled = 0;
  const dial = async (): Promise<void> => {
    dialled += 1;
  };
  for (let asked = 0; asked < 32; asked++) await dials.run(OTHER, dial);
  await assert.rejects(dials.run(OTHER, dial), crowded);
  await dials.run('192.0.2.2', dial);
  assert.equal(dialled, 33);
});

test('of dials that nobody answers only so many are under way at once, whoever asked', async () => {
  const dials = new AskedDials();
  const ends: (() => void)[] = [];
  const slow = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const asked = Array.from({ length: 32 }, (_, host) => dials.run(`192.0.2.${host}`, slow));
  await assert.rejects(dials.run('192.0.2.99', slow), crowded);
  ends.forEach((end) => end());
  await Promise.all(asked);
  await dials.run('192.0.2.99', async () => {});
});

test('whoever asks for dials that nobody answers keeps neither the other machines nor this one from theirs', async () => {
  const dials = new AskedDials();
  const ends: (() => void)[] = [];
  const slow = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const asked = Array.from({ length: 32 }, () => dials.run(OTHER, slow));
  for (const host of ['192.0.2.2', 'localhost', '::1']) await dials.run(host, async () => {});
  ends.forEach((end) => end());
  const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');
  assert.equal(refused.length, 16);
});

test('each request of a client or script that has a node dial counts as one, and says why it was in vain', async (context) => {
  const node = await openNode(context);
  const script = new Script(context, node, 4, { byr: { client: true } });
  const { mock } = context.mock.method(askedDials, 'run');
  const nowhere = await portApart();
  for (const [event, asked] of [
    ['addPeer', nowhere],
    ['auth', nowhere],
    ['link', `localhost:${nowhere}`],
    ['join', node.peers.invite(null)],
  ]) {
    const before = mock.callCount();
    const [answer] = await script.answer(String(event), asked);
    assert.equal(mock.callCount(), before + 1, String(event));
    assert.ok(answer === false || (answer as Reply).ok === false, String(event));
  }
});

test('a peer that tells of peers without end fills nothing, and its node goes on answering', async (context) => {
  const alice = await openNode(context, { name: 'Alice' });
  const intruder = await intrude(context, alice);
  const client = new Client(context, alice.port as number, null);
  for (let told = 0; told < 40; told++) {
    const peers = Array.from({ length: 60 }, (_, at) => ({
      id: null,
      name: null,
      addresses: [`198.51.100.${at + 1}:${1_000 + told}`],
    }));
    intruder.send({ type: 'peers', peers });
  }
  await until('some to be known', async () => (await client.status()).peers.length > 60);
  assert.ok((await client.status()).peers.length <= MAX_KNOWN);
});
