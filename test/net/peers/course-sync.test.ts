import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, textValue } from '../../../main/store/text';
import { CourseNode } from '../../support/course-node';
import { openNode } from '../../support/nodes';
import { until } from '../../support/until';

const KEYS = 40_000;

test('a course node with as many keys as a node knows holds it up in no turn, and costs little at rest', async (context) => {
  const node = await openNode(context);
  const { database } = node;
  const names = Array.from({ length: KEYS }, (_, n) => `key ${n}`);
  // Deleted ones, so that what is on its way is no more than the course node's keys.
  for (const name of names) for (const value of [textValue('x'), null]) database.put(checkKey(name), value);
  const values = Object.fromEntries(names.map((name) => [name, 'value']));
  const course = await CourseNode.open(context, { values: { ...values, theirs: 'Lyon' } });
  const holds = database.holds.bind(database);
  let [looks, turns, isInTurn] = [0, 0, false];
  context.mock.method(database, 'holds', (...[key]: Parameters<typeof holds>) => {
    looks += 1;
    if (!isInTurn) {
      isInTurn = true;
      turns += 1;
      setImmediate(() => {
        isInTurn = false;
      });
    }
    return holds(key);
  });
  await node.peers.add(course.address);
  await until('its value to arrive', () => node.get(checkKey('theirs')) === '"Lyon"');
  assert.ok(looks >= KEYS && turns > 2, `${looks} keys were looked up in ${turns} turns`);
  assert.equal(node.status().peers[0]?.refused, KEYS);
  // Once more, as a value has come since.
  const polls = course.callsOf('keys');
  await until('it to be asked for its keys again', () => course.callsOf('keys') > polls + 1);
  const before = looks;
  await until('it to be asked for its keys once more', () => course.callsOf('keys') > polls + 2);
  assert.equal(looks, before);
});

test('a course node is asked for its keys also after the clock was set back by a day', async (context) => {
  let ahead = 24 * 60 * 60_000;
  const node = await openNode(context, { now: () => Date.now() + ahead });
  const course = await CourseNode.open(context);
  await node.peers.add(course.address);
  await until('it to be asked for its keys', () => course.callsOf('keys') > 1);
  ahead = 0;
  course.set('Ville', 'Lyon');
  await until('its value to arrive', () => node.get(checkKey('Ville')) === '"Lyon"');
});
