import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { byr } from '../support/byr-here';
import { CourseNode, NOT_DONE } from '../support/course-node';
import { addressOf, openNode } from '../support/nodes';
import { listening } from '../support/ports';
import { generations, serve } from '../support/socket-io';

const refused = (why: string) => ({ code: 1, stdout: '', stderr: `byr: ${why}\n` });
const done = { code: 0, stdout: '', stderr: '' };

describe('a course node', { concurrency: true }, () => {
  for (const generation of generations) {
    test(`what one on Socket.IO ${generation} refuses with an error alone is refused`, async (context) => {
      const course = await CourseNode.open(context, { generation, errorsAlone: true, values: { Ville: 'Lyon' } });
      const port = String((await openNode(context)).port);
      const at = ['-u', course.address];
      assert.deepEqual(await byr(['set', 'Ville', 'Nice', ...at]), refused(NOT_DONE));
      assert.deepEqual(await byr(['set', 'Ville', 'Lyon', ...at]), done);
      assert.deepEqual(await byr(['set', 'Pays', 'France', ...at]), done);
      assert.deepEqual(await byr(['get', 'nothing', ...at]), refused(NOT_DONE));
      assert.deepEqual(await byr(['get', 'Ville', ...at]), { ...done, stdout: 'Lyon' });
      assert.deepEqual(await byr(['addPeer', port, ...at]), done);
      assert.deepEqual(await byr(['addPeer', port, ...at]), refused(NOT_DONE));
    });
  }

  test('one that keeps values with their dates is believed that it took them', async (context) => {
    const at = ['-u', (await CourseNode.open(context, { errorsAlone: true, dated: true })).address];
    assert.deepEqual(await byr(['set', 'Ville', 'Lyon', ...at]), done);
    assert.deepEqual(await byr(['get', 'Ville', ...at]), { ...done, stdout: '{"value":"Lyon","date":0}' });
  });

  test('what one answers with false is looked at: it may have the value', async (context) => {
    const at = ['-u', (await CourseNode.open(context, { values: { Ville: 'Lyon' } })).address];
    assert.deepEqual(await byr(['set', 'Ville', 'Lyon', ...at]), done);
    assert.deepEqual(await byr(['set', 'Ville', 'Nice', ...at]), refused('The course node refused set.'));
  });

  test('what one says that answers only texts is the reason, without what could move a cursor', async (context) => {
    const said = 'Non \u001b[2J!';
    const address = await answering(context, { keys: [], get: null, set: said, addPeer: said });
    for (const command of [
      ['set', 'Ville', 'Lyon'],
      ['addPeer', '4000'],
    ]) {
      assert.deepEqual(await byr([...command, '-u', address]), refused('Non \\u001b[2J!'));
    }
  });

  test('one that never answers a set has the value all the same', async (context) => {
    const course = await CourseNode.open(context, { silentSet: true, values: { Pays: 'France' } });
    const [set, other] = await Promise.all([
      byr(['set', 'Ville', 'Lyon', '-u', course.address]),
      byr(['set', 'Pays', 'Italie', '-u', course.address]),
    ]);
    assert.deepEqual(set, done);
    assert.deepEqual(other, refused('No answer to set in time.'));
  });

  for (const generation of generations) {
    test(`a server of Socket.IO ${generation} that knows no keys is told so`, async (context) => {
      const address = await answering(context, {}, generation);
      const { code, stderr } = await byr(['get', 'Ville', '-u', address]);
      assert.equal(code, 3);
      assert.match(stderr, /answers Socket\.IO at localhost:\d+, path \/byr, but did not call back to 'keys' in time/);
    });
  }

  test('what one calls back that is no list is told in words for its author', async (context) => {
    const at = ['-u', await answering(context, { keys: { Ville: 'Lyon' }, peers: 4000 })];
    const { code, stderr } = await byr(['keys', ...at]);
    assert.equal(code, 1);
    assert.match(stderr, /^byr: Its 'keys' calls back an object: .*callback\(Object\.keys\(db\)\)/);
    assert.deepEqual(await byr(['peers', ...at]), refused("Its 'peers' calls back no list of addresses."));
    const pairs = ['-u', await answering(context, { keys: [['Ville', 'Lyon']] })];
    assert.match((await byr(['keys', ...pairs])).stderr, /^byr: Its 'keys' lists a list, which is no text/);
  });

  test('the keys and peers of one may be numbers', async (context) => {
    const at = ['-u', await answering(context, { keys: [7, ''], peers: [4000, 'localhost:5000'] })];
    assert.deepEqual(await byr(['keys', ...at]), { ...done, stdout: '\n7\n' });
    assert.deepEqual(await byr(['peers', ...at]), { ...done, stdout: '4000\nlocalhost:5000\n' });
  });

  test('a server of something else is told where a node is', async (context) => {
    const http = createServer((_, response) => response.writeHead(404).end());
    const { stderr } = await byr(['get', 'Ville', '-u', await listening(context, http), '--path', '/class']);
    assert.match(stderr, /Something answers at localhost:\d+, but it is not a node: .*the path \/class\./);
    const node = await openNode(context);
    assert.match((await byr(['keys', '-u', addressOf(node), '--path', '/class'])).stderr, /the path \/class\./);
  });
});

/** A server that answers each of some events with one thing, and others never. */
async function answering(
  test: TestContext,
  answers: Record<string, unknown>,
  generation: (typeof generations)[number] = 4,
): Promise<string> {
  const http = createServer();
  const io = serve(generation, http);
  io.on('connection', (socket) => {
    for (const [event, answer] of Object.entries(answers)) {
      socket.on(event, (...args) => (args.at(-1) as (answer: unknown) => void)(answer));
    }
  });
  const address = await listening(test, http);
  test.after(() => io.close());
  return address;
}
