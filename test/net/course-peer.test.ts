import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../../main/node/node';
import { checkKey, jsonValue, textValue } from '../../main/store/text';
import { CourseNode, type CourseOptions } from '../support/course-node';
import { addressOf, openNode } from '../support/nodes';
import { TcpProxy } from '../support/proxy';
import { generations } from '../support/socket-io';
import { until } from '../support/until';

const ville = checkKey('Ville');
/** As long as a course node's answer may take. */
const ANSWER_MS = 10_000;

async function linked(test: TestContext, options: Partial<CourseOptions>): Promise<{ node: Node; course: CourseNode }> {
  const node = await openNode(test);
  const course = await CourseNode.open(test, options);
  await node.put(checkKey('ours'), jsonValue('{"a":[1]}'));
  await node.peers.add(course.address);
  return { node, course };
}

function blamed(node: Node) {
  const [peer] = node.status().peers;
  return { state: peer?.state, why: peer?.why, refused: peer?.refused };
}

const variants: [string, Partial<CourseOptions>][] = [
  ['as the course has it', {}],
  ['that calls back error-first', { errorFirst: true }],
  ['that calls back errors alone', { errorsAlone: true }],
  ['without peers, auth and keysAndTime', { bonus: false }],
  ['that answers true to a value that it has', { strictSet: false }],
];

describe('a course node as a peer', { concurrency: true }, () => {
  for (const generation of generations) {
    for (const [variant, options] of variants) {
      test(`a course node on Socket.IO ${generation} ${variant} gives what it has and takes what we have`, async (context) => {
        const { node, course } = await linked(context, { generation, ...options, values: { Ville: 'Lyon', n: 0 } });
        await until('its values to arrive', () => node.get(ville) === '"Lyon"' && node.get(checkKey('n')) === '0');
        await until('ours to reach it', () => 'ours' in course.values);
        assert.deepEqual(course.values.ours, { a: [1] });
        await node.put(checkKey('new'), textValue('later'));
        await until('a change to reach it', () => course.values.new === 'later');
        const [peer] = node.status().peers;
        assert.equal(peer?.state, 'course');
        assert.equal(peer?.refused, 0);
        assert.equal(peer?.address, course.address);
      });
    }

    test(`what is set later on a course node on Socket.IO ${generation} that does not dial back arrives`, async (context) => {
      const { node, course } = await linked(context, { generation, bonus: false });
      await until('the link to settle', () => 'ours' in course.values);
      assert.equal(course.set('Ville', 'Lyon'), true);
      await until('the value to arrive', () => node.get(ville) === '"Lyon"');
    });

    test(`a course node on Socket.IO ${generation} that restarts empty is filled again`, async (context) => {
      const { node, course } = await linked(context, { generation, values: { Ville: 'Lyon' } });
      await until('its value to arrive', () => node.get(ville) === '"Lyon"');
      const { port } = course;
      await course.close();
      await until('its end to be seen', () => node.status().peers[0]?.state === 'unreachable');
      const again = await CourseNode.open(context, { generation, port });
      await until('both values to be back', () => again.values.Ville === 'Lyon' && 'ours' in again.values);
      assert.equal(node.status().peers.length, 1);
    });
  }

  test('a course node is told where this node listens', async (context) => {
    const { node, course } = await linked(context, {});
    await until('auth to arrive', () => course.told.length > 0);
    assert.deepEqual(course.told, [node.port]);
  });

  test('edits that a course node refuses are counted, once each', async (context) => {
    const { node, course } = await linked(context, {});
    await node.put(ville, textValue('Lyon'));
    await until('the value to reach it', () => course.values.Ville === 'Lyon');
    await node.put(ville, textValue('Nice'));
    await until('the refusal to be counted', () => node.status().peers[0]?.refused === 1);
    assert.equal(course.values.Ville, 'Lyon');
    await node.put(ville, textValue('Brest'));
    await until('the next one too', () => node.status().peers[0]?.refused === 2);
  });

  test('a course node that calls back errors alone is believed when it says nothing else', async (context) => {
    const { node, course } = await linked(context, { errorsAlone: true, values: { ours: { a: [1] } } });
    await node.put(ville, textValue('Lyon'));
    await until('the value to reach it', () => course.values.Ville === 'Lyon');
    await node.put(ville, textValue('Nice'));
    await until('the refusal to be counted', () => node.status().peers[0]?.refused === 1);
    assert.equal(node.status().peers[0]?.refusedKey, 'Ville', 'what it has already it did not refuse');
  });

  test('a course node that keeps values with their dates is believed that it took them', async (context) => {
    const { node, course } = await linked(context, { errorsAlone: true, dated: true });
    await until('ours to reach it', () => 'ours' in course.values);
    await node.put(ville, textValue('Lyon'));
    await until('the next value to reach it', () => 'Ville' in course.values);
    await node.put(ville, textValue('Nice'));
    await until('the edit to be refused', () =>
      node.events.recent(20).some(({ kind, key }) => kind === 'refused' && key === 'Ville'),
    );
    const { refused, refusedKey } = node.status().peers[0] ?? {};
    assert.deepEqual([refused, refusedKey], [1, 'Ville'], 'of the edit alone');
  });

  test('a deletion that a course node does not follow is counted, once', async (context) => {
    const { node, course } = await linked(context, { values: { Ville: 'Lyon' } });
    await until('its value to arrive', () => node.get(ville) === '"Lyon"');
    await node.put(ville, null);
    await until('the deletion to be counted', () => node.status().peers[0]?.refused === 1);
    const polls = course.callsOf('keys');
    await until('it to be asked for its keys twice more', () => course.callsOf('keys') > polls + 1);
    assert.equal(node.status().peers[0]?.refused, 1);
    await node.put(checkKey('ours'), null);
    await until('the next one too', () => node.status().peers[0]?.refused === 2);
  });

  test('an echo of a course node does not bring a deleted key back', async (context) => {
    const { node, course } = await linked(context, { values: { Ville: 'Lyon' } });
    course.addPeer(addressOf(node));
    await until('its value to arrive', () => node.get(ville) === '"Lyon"');
    await node.put(ville, null);
    const polls = course.callsOf('keys');
    course.set('after', 'the deletion');
    await until('a value set after it to arrive', () => node.get(checkKey('after')) !== null);
    await until('it to be asked for its keys again', () => course.callsOf('keys') > polls);
    assert.equal(node.get(ville), null);
    const { port, values } = course;
    await course.close();
    await until('its end to be seen', () => node.status().peers[0]?.state === 'unreachable');
    const again = await CourseNode.open(context, { port, values });
    again.addPeer(addressOf(node));
    await until('it to be asked for its keys', () => again.callsOf('keys') > 0);
    again.set('last', 'value');
    await until('the last value to arrive', () => node.get(checkKey('last')) !== null);
    assert.equal(node.get(ville), null);
  });

  test('a course node that never answers a set still gets every value, soon', async (context) => {
    const node = await openNode(context);
    for (let i = 0; i < 200; i++) void node.put(checkKey(`key ${i}`), textValue('value'));
    const course = await CourseNode.open(context, { silentSet: true });
    await node.peers.add(course.address);
    await until('every value to reach it', () => Object.keys(course.values).length === 200);
    assert.equal(node.status().peers[0]?.refused, 0);
  });

  test('a course node is not blamed for a network that is out for longer than an answer may take', async (context) => {
    const node = await openNode(context);
    const course = await CourseNode.open(context, { values: { Ville: 'Lyon' } });
    const proxy = await TcpProxy.open(context, course.port);
    await node.peers.add(proxy.address);
    await until('its value to arrive', () => node.get(ville) === '"Lyon"');
    proxy.throttle(0);
    await node.put(checkKey('ours'), textValue('meanwhile'));
    await sleep(ANSWER_MS + 5_000);
    assert.deepEqual(blamed(node), { state: 'course', why: null, refused: 0 });
    await proxy.heal();
    await until('our value to reach it', () => course.values.ours === 'meanwhile');
    await node.put(ville, textValue('Nice'));
    await until('it to refuse the edit', () => node.status().peers[0]?.refused === 1);
    assert.deepEqual(blamed(node), { state: 'course', why: null, refused: 1 });
  });

  test('a value that is too long for a course node as JSON does not keep the others from it', async (context) => {
    const node = await openNode(context);
    await node.put(checkKey('escaped'), textValue('\u0001'.repeat(256 * 1024)));
    await node.put(ville, textValue('x'.repeat(256 * 1024)));
    const course = await CourseNode.open(context);
    await node.peers.add(course.address);
    await until('the other value to reach it', () => course.values.Ville === 'x'.repeat(256 * 1024));
    assert.deepEqual(Object.keys(course.values), ['Ville']);
    assert.equal(node.status().peers[0]?.refused, 1);
  });

  test('two requests at once to add one course node make one link', async (context) => {
    const node = await openNode(context);
    const course = await CourseNode.open(context, {});
    const results = await Promise.allSettled([node.peers.add(course.address), node.peers.add(course.address)]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    await until('one link', () => course.open === 1);
    assert.equal(node.status().peers.length, 1);
  });
});
