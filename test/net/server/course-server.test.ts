import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { inTurn } from '../../../main/net/server/in-turn';
import { Snapshot } from '../../../main/store/snapshot';
import { checkKey, textValue } from '../../../main/store/text';
import { keysOf, openNode } from '../../support/nodes';
import { Script } from '../../support/script';
import { generations } from '../../support/socket-io';
import { until } from '../../support/until';

const LONGEST_KEY = 'é'.repeat(512);
const LONGEST_VALUE = 'x'.repeat(256 * 1024);

for (const generation of generations) {
  const client = `a script on Socket.IO ${generation}`;

  test(`${client} reads what it set, and a set never overwrites`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    assert.deepEqual(await script.answer('get', 'Ville'), [null]);
    assert.deepEqual(await script.answer('set', 'Ville', 'Lyon'), [true]);
    assert.deepEqual(await script.answer('get', 'Ville'), ['Lyon']);
    assert.deepEqual(await script.answer('set', 'Ville', 'Lyon'), [true], 'an equal value is no overwriting');
    const [stored, reason] = await script.answer('set', 'Ville', 'Nice');
    assert.equal(stored, false);
    assert.match(String(reason), /never overwrites/);
    assert.deepEqual(await script.answer('get', 'Ville'), ['Lyon']);
    assert.deepEqual(await script.answer('keys'), [['Ville']]);
  });

  test(`${client} gets every value back as it gave it`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    const values: [string, unknown][] = [
      ['zeros', '007'],
      ['number', -1.5e-7],
      ['no', false],
      ['list', [1, 'two', null, [[]]]],
      ['object', { a: { b: 'c' } }],
      ['emoji 🧑‍🚀', '👩‍👩‍👧 ✓'],
      ['شارع', 'שלום عليكم'],
      ['html', '<img src=x onerror=alert(1)>'],
      ['__proto__', 'a key like any other'],
      ['constructor', JSON.parse('{"__proto__":{"toString":1}}')],
      ['empty', ''],
      [LONGEST_KEY, 'the longest key'],
      ['longest', LONGEST_VALUE],
    ];
    for (const [key, value] of values) assert.deepEqual(await script.answer('set', key, value), [true], key);
    for (const [key, value] of values) {
      assert.equal(JSON.stringify(await script.ask('get', key)), JSON.stringify(value), key);
    }
    assert.deepEqual(new Set((await script.ask('keys')) as string[]), new Set(values.map(([key]) => key)));
  });

  test(`${client} is told time and hash of each key`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    const before = Date.now();
    await script.ask('set', 'now', [1]);
    await script.ask('set', 'then', 'Lyon', 1_600_000_000_000);
    const times = (await script.ask('keysAndTime')) as Record<string, { timestamp: number; hash: string }>;
    assert.deepEqual(Object.keys(times).sort(), ['now', 'then']);
    assert.deepEqual(times.then, {
      timestamp: 1_600_000_000_000,
      hash: createHash('sha256').update('"Lyon"').digest('hex'),
    });
    assert.ok((times.now?.timestamp ?? 0) >= before);
    assert.equal(times.now?.hash, createHash('sha256').update('[1]').digest('hex'));
  });

  test(`${client} may give a time as a Date, a text or seconds`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    const time = 1_600_000_000_000;
    const times: Record<string, unknown> = {
      date: new Date(time),
      text: String(time),
      seconds: time / 1000,
      counter: 7,
    };
    for (const [key, given] of Object.entries(times)) assert.equal(await script.ask('set', key, 'Lyon', given), true);
    const kept = (await script.ask('keysAndTime')) as Record<string, { timestamp: number }>;
    assert.deepEqual(
      Object.keys(times).map((key) => kept[key]?.timestamp),
      [time, time, time, 7],
    );
  });

  test(`a set of ${client} that cannot be read is an event, as one without a callback hears nothing`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    script.tell('set', 'Ville', 'Lyon', 'yesterday');
    await until('it to be noted', () => node.events.recent(9).some(({ kind }) => kind === 'refused'));
    assert.match(node.events.recent(1)[0]?.why?.message ?? '', /whole ms since 1970, as Date\.now\(\)/);
  });

  test(`${client} may leave the callback out of any event`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    for (const event of ['get', 'keys', 'keysAndTime', 'peers', 'auth', 'addPeer', 'nonsense']) script.tell(event);
    script.tell('get', 'Ville');
    script.tell('set', 'Ville');
    script.tell('set', 'Ville', 'Lyon');
    await until('the value to be set', () => keysOf(node).includes('Ville'));
    assert.equal(await script.ask('get', 'Ville'), 'Lyon');
  });

  test(`what ${client} mistyped is answered with what there is, and noted, also without a callback`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    const why = `A script sent "Set", which is none of the course's events: get, set, keys, keysAndTime, peers, addPeer and auth.`;
    script.tell('Set', 'Ville', 'Lyon');
    const noted = await until('it to be noted', () => node.events.recent(1)[0]?.why);
    assert.deepEqual(noted, { code: 'other-event', message: why });
    assert.deepEqual(await script.answer('Set', 'Ville', 'Lyon'), [false, why]);
    const [, long] = await script.answer('x'.repeat(10_000));
    assert.ok(String(long).length < 200);
    assert.match(String((await script.answer(7 as never))[1]), /A script sent "7"/);
    assert.deepEqual(await script.ask('keys'), []);
  });

  test(`what ${client} may not ask is refused with a reason, and changes nothing`, async (context) => {
    const node = await openNode(context);
    const script = new Script(context, node, generation);
    const refused: [string, ...unknown[]][] = [
      ['set'],
      ['set', 'Ville'],
      ['set', null, 'Lyon'],
      ['set', ['Ville'], 'Lyon'],
      ['set', { toString: 'Ville' }, 'Lyon'],
      ['set', '', 'Lyon'],
      ['set', `${LONGEST_KEY}é`, 'Lyon'],
      ['set', 'Ville', `${LONGEST_VALUE}x`],
      ['set', 'Ville', 'Lyon', 'yesterday'],
      ['set', 'Ville', 'Lyon', -1],
      ['set', 'Ville', 'Lyon', 1.5],
      ['set', 'Ville', 'Lyon', Date.now() + 3_600_000],
      ['addPeer'],
      ['addPeer', { host: 'localhost' }],
      ['auth'],
      ['auth', 'me'],
    ];
    for (const args of refused) {
      const [answer, reason] = await script.answer(...args);
      const what = JSON.stringify(args).slice(0, 60);
      assert.equal(answer, false, what);
      assert.match(String(reason), /\w+ \w+/, what);
    }
    const [value, reason] = await script.answer('get', { key: 'Ville' });
    assert.equal(value, null);
    assert.match(String(reason), /\w+ \w+/);
    assert.deepEqual(keysOf(node), []);
    assert.deepEqual(node.status().peers, []);
  });
}

test('a number as a key is the text that JavaScript makes of it', async (context) => {
  const node = await openNode(context);
  const script = new Script(context, node);
  await script.ask('set', 42, 'answer');
  assert.deepEqual(await script.ask('keys'), ['42']);
  assert.equal(await script.ask('get', '42'), 'answer');
});

test('deleted keys are passed over in slices, however many there are, whether keys, times or an export are asked', async (context) => {
  const node = await openNode(context);
  const { database } = node;
  const DELETED = 20_000;
  for (let n = 0; n < DELETED; n++) for (const value of [textValue('x'), null]) database.put(checkKey(`${n}`), value);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  const winner = database.winner.bind(database);
  let [inTurn, most] = [0, 0];
  context.mock.method(database, 'winner', (...[key]: Parameters<typeof winner>) => {
    if (inTurn === 0) {
      setImmediate(() => {
        inTurn = 0;
      });
    }
    inTurn += 1;
    most = Math.max(most, inTurn);
    return winner(key);
  });
  const script = new Script(context, node, 4, { byr: { client: true } });
  assert.deepEqual(await script.ask('keys'), ['Ville']);
  assert.deepEqual(Object.keys((await script.ask('keysAndTime')) as object), ['Ville']);
  const exported: unknown[] = [];
  for (let isFirst = true, isDone = false; !isDone; isFirst = false) {
    const { value } = (await script.ask('export', isFirst)) as { value: { rows: unknown[]; done: boolean } };
    exported.push(...value.rows);
    isDone = value.done;
  }
  assert.deepEqual(exported, [['Ville', '"Lyon"']]);
  assert.ok(most < DELETED, `${most} keys were read in one turn`);
});

test('what a script asked of all keys is let go of once it is answered, or the script has gone', async (context) => {
  const node = await openNode(context);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  const told = context.mock.method(Snapshot.prototype, 'changes');
  const forgot = context.mock.method(inTurn, 'forget');
  const script = new Script(context, node);
  for (const event of ['keys', 'keysAndTime']) await script.ask(event);
  await node.put(checkKey('Ville'), textValue('Nice'));
  assert.equal(told.mock.callCount(), 0);
  script.socket.disconnect();
  await until('it to be forgotten', () => forgot.mock.callCount() === 1);
});
