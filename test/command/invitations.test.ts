import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listening, serve, spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { CourseNode } from '../support/course-node';
import { newFolder } from '../support/folder';
import { addressOf, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

test('a node without a window joins by the invitation of another', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--name', 'Alice');
  const bob = await serve(context, home, '--name', 'Bob');
  assert.equal((await byr(['set', 'Ville', 'Lyon', '-p', alice.port])).code, 0);
  const { stdout: invitation, stderr } = await byr(['invite', '-p', alice.port]);
  assert.match(invitation, /^byr:v=1\/at=\S+\/rule=latest\/name=Alice\n$/);
  assert.equal(stderr, '', 'a QR code is for people at a terminal');
  assert.deepEqual(await byr(['addPeer', invitation.trim(), '-p', bob.port]), { code: 0, stdout: '', stderr: '' });
  await until('Bob to have it', async () => (await byr(['get', 'Ville', '-p', bob.port])).stdout === 'Lyon');
});

test('an invitation is read from standard input, where nobody else sees it', async (context) => {
  const [alice, bob] = [await openNode(context), await openNode(context)];
  const { stdout } = await byr(['invite', addressOf(alice), '--json', '-u', addressOf(alice)]);
  const { invitation } = JSON.parse(stdout) as { invitation: string };
  assert.ok(invitation.startsWith(`byr:v=1/at=${addressOf(alice)}/`));
  assert.equal((await byr(['addPeer', '-', '-u', addressOf(bob)], `${invitation}\n`)).code, 0);
  await until('both to be linked', () => peerOf(bob, alice)?.state === 'in-sync');
});

test('what is no invitation is a slip of who typed it, what the node will not do is refused', async (context) => {
  const alice = await openNode(context, { rule: 'first' });
  const bob = await openNode(context);
  const slip = await byr(['addPeer', 'byr:v=1/at=localhost:3000', '-u', addressOf(bob)]);
  assert.deepEqual([slip.code, /invitation is incomplete: 'id' is missing/.test(slip.stderr)], [2, true]);
  assert.equal((await byr(['invite', 'nowhere', '-u', addressOf(bob)])).code, 2);
  const refused = await byr(['addPeer', alice.peers.invite(null), '-u', addressOf(bob)]);
  assert.deepEqual([refused.code, /has the rule 'first'/.test(refused.stderr)], [1, true]);
  const course = await CourseNode.open(context);
  const told = await byr(['addPeer', bob.peers.invite(null), '-u', course.address]);
  assert.deepEqual([told.code, /course node: it cannot read an invitation/.test(told.stderr)], [1, true]);
});

test('an invitation to a private network makes the node private, once its user agrees', async (context) => {
  const home = await newFolder(context);
  const env = { BYR_NETWORK_KEY: 'une phrase que la classe connaît' };
  const alice = await listening(context, spawnByr(['serve', '--name', 'Alice'], home, { env }));
  const bob = await serve(context, home, '--name', 'Bob');
  const at = (node: { port: string }): string[] => ['-p', node.port];
  const run = (args: string[], input?: string) => byr(args, input, { BYR_HOME: home });
  await run(['set', 'Ville', 'Lyon', ...at(alice)]);
  await run(['set', 'Pays', 'France', ...at(bob)]);
  const { stdout: invitation } = await run(['invite', ...at(alice)]);
  assert.match(invitation, /\/key=UNEP-/);
  const unasked = await run(['addPeer', '-', ...at(bob)], invitation);
  assert.deepEqual([unasked.code, /add --yes/.test(unasked.stderr)], [2, true]);
  assert.equal(JSON.parse((await run(['status', '--json', ...at(bob)])).stdout).private, false);
  assert.deepEqual(await run(['addPeer', '-', '--yes', ...at(bob)], invitation), { code: 0, stdout: '', stderr: '' });
  await until('each to have what the other had', async () => {
    const got = [await run(['get', 'Ville', ...at(bob)]), await run(['get', 'Pays', ...at(alice)])];
    return got.map(({ stdout }) => stdout).join() === 'Lyon,France';
  });
  const again = await run(['addPeer', '-', ...at(bob)], invitation);
  assert.deepEqual([again.code, /already linked/.test(again.stderr)], [1, true]);
});

test('a node that follows its peer into a private network joins it, though it finds the peer by itself first', async (context) => {
  const home = await newFolder(context);
  const alice = await serve(context, home, '--name', 'Alice');
  const bob = await serve(context, home, '--name', 'Bob');
  const run = (...args: string[]) => byr(args, '', { BYR_HOME: home });
  await run('addPeer', alice.port, '-p', bob.port);
  await run('network', 'private', '-p', alice.port);
  const invitation = (await run('invite', '-p', alice.port)).stdout.trim();
  const joined = await run('addPeer', '--yes', invitation, '-p', bob.port);
  assert.deepEqual(joined, { code: 0, stdout: '', stderr: '' });
  await until('both to be linked', async () => /Alice {2}in-sync/.test((await run('peers', '-p', bob.port)).stdout));
});
