import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import type { Node } from '../../main/node/node';
import { checkKey, jsonValue, textValue } from '../../main/store/text';
import { openNode } from '../support/nodes';
import { listenApart } from '../support/ports';
import { type Generation, generations, serve } from '../support/socket-io';
import { until } from '../support/until';

type Callback = (...answer: unknown[]) => void;
type Handlers = Record<string, (...args: never[]) => unknown>;

/** A server that calls back what each event's handler returns; not at all where that is `undefined`. */
class CourseScript {
  readonly calls: unknown[][] = [];

  private constructor(readonly port: number) {}

  /** @param errorFirst events whose callback is given an error first */
  static async open(
    test: TestContext,
    handlers: Handlers,
    generation: Generation = 4,
    errorFirst: readonly string[] = [],
  ): Promise<CourseScript> {
    const http = createServer();
    const io = serve(generation, http);
    const script = new CourseScript(await listenApart(http));
    test.after(() => io.close());
    io.on('connection', (socket) => {
      for (const [event, answer] of Object.entries(handlers)) {
        socket.on(event, async (...args) => {
          const callback = args.pop() as Callback;
          script.calls.push([event, ...args]);
          const said = await (answer as (...args: unknown[]) => unknown)(...args);
          if (said !== undefined) callback(...(errorFirst.includes(event) ? [null, said] : [said]));
        });
      }
    });
    return script;
  }

  of(event: string): unknown[][] {
    return this.calls.filter(([name]) => name === event).map(([, ...args]) => args);
  }

  /** Waits until it was asked for its keys so many times more: each time what is new was looked at. */
  async polled(times: number): Promise<void> {
    const before = this.of('keys').length;
    await until('it to be asked for its keys again', () => this.of('keys').length >= before + times, 30_000);
  }
}

/** A node that holds `Ville` and is linked to a script. */
async function linked(test: TestContext, script: CourseScript): Promise<Node> {
  const node = await openNode(test);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  await node.peers.add(script.port);
  return node;
}

/** What the script does wrong, as its peer's status says. */
async function said(node: Node, code: string): Promise<string> {
  await until(`${code} to be said`, () => node.status().peers[0]?.why?.code === code, 20_000);
  // As the window and the command line get it: of an error, a copy has no code and JSON no message.
  const why = node.status().peers[0]?.why;
  assert.deepEqual(JSON.parse(JSON.stringify(why)), { code, message: why?.message });
  return why?.message ?? '';
}

/** A database as a student keeps it. */
function database(values: Record<string, unknown>) {
  const db: Record<string, unknown> = { ...values };
  return {
    db,
    keys: () => Object.keys(db),
    get: (key: string) => db[key] ?? null,
    set: (key: string, value: unknown) => {
      if (key in db) return false;
      db[key] = value;
      return true;
    },
  };
}

describe('a classmate’s script', { concurrency: true }, () => {
  for (const generation of generations) {
    test(`on Socket.IO ${generation} that has what a node has is set only what it lacks or has otherwise`, async (context) => {
      const node = await openNode(context);
      for (const key of ['same', 'other', 'new']) await node.put(checkKey(key), textValue('ours'));
      const { db, ...handlers } = database({ same: 'ours', other: 'theirs' });
      const script = await CourseScript.open(context, handlers, generation);
      await node.peers.add(script.port);
      await until('the new one to be there', () => db.new === 'ours');
      await until('the other one to be refused', () => node.status().peers[0]?.refusedKey === 'other');
      assert.deepEqual(
        script
          .of('set')
          .map(([key]) => key)
          .sort(),
        ['new', 'other'],
      );
      assert.equal(db.other, 'theirs');
      assert.equal(node.status().peers[0]?.why, null, 'a set that never overwrites is no mistake');
      await node.put(checkKey('same'), textValue('edited'));
      await until('the edit to be refused', () => node.status().peers[0]?.refused === 2);
    });
  }

  test('whose value is too long for a node is asked for it once, and told so', async (context) => {
    const { db, ...handlers } = database({ long: 'x'.repeat(300_000), short: 'x' });
    const script = await CourseScript.open(context, handlers);
    const node = await linked(context, script);
    assert.match(await said(node, 'value-too-long'), /^Its value of "long" cannot be kept: .*256 KiB/);
    await script.polled(3);
    assert.equal(script.of('get').filter(([key]) => key === 'long').length, 1);
    assert.equal(node.get(checkKey('short')), '"x"', 'it holds up nothing else');
    await until('ours to be there', () => db.Ville === 'Lyon');
    const events = node.events.recent(50).filter(({ kind, key }) => kind === 'refused' && key === 'long');
    assert.equal(events.length, 1);
  });

  test('that gives no value at first is asked again, and then nothing is said any more', async (context) => {
    const { db, ...handlers } = database({ theirs: null });
    const script = await CourseScript.open(context, handlers);
    const node = await linked(context, script);
    assert.match(await said(node, 'no-get'), /'get' of "theirs", which its 'keys' lists, calls back nothing/);
    db.theirs = 'at last';
    await until('the value to come', () => node.get(checkKey('theirs')) === '"at last"', 20_000);
    await until('nothing to be said', () => node.status().peers[0]?.why === null);
  });

  test('that is asked for a value which is set here meanwhile is not blamed for it', async (context) => {
    const { db, ...handlers } = database({ Nom: 'theirs' });
    let answer = (): void => {};
    const isSetHere = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const script = await CourseScript.open(context, {
      ...handlers,
      get: (key: string) => isSetHere.then(() => handlers.get(key)),
    });
    const node = await linked(context, script);
    await until('its value to be asked for', () => script.of('get').length > 0);
    await node.put(checkKey('Nom'), textValue('ours'));
    answer();
    await until('ours to be refused there', () => node.status().peers[0]?.refusedKey === 'Nom');
    assert.equal(node.status().peers[0]?.why, null);
    const [told] = node.events.recent(50).filter(({ kind }) => kind === 'refused');
    assert.equal(told?.count, 1);
    assert.deepEqual([db.Nom, db.Ville, node.get(checkKey('Nom'))], ['theirs', 'Lyon', '"ours"']);
  });

  test('that never gives its values is asked for them ever more seldom', async (context) => {
    const { db, ...handlers } = database(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key ${n}`, null])));
    const script = await CourseScript.open(context, handlers);
    const node = await linked(context, script);
    await until('all to be counted', () => /The last of 50 keys/.test(node.status().peers[0]?.why?.message ?? ''));
    const asked = (): number => script.of('get').length / 50;
    await until(
      'its keys to be asked for twice without their values',
      () => script.of('keys').length > asked() + 2,
      30_000,
    );
    assert.equal(db.Ville, 'Lyon');
  });

  test('that never answers get is not waited for once for each key, nor holds up all else where it has many', async (context) => {
    const many = 20_000;
    const values = Object.fromEntries(Array.from({ length: many }, (_, n) => [`key ${n}`, n]));
    const { db, ...handlers } = database(values);
    const script = await CourseScript.open(context, { ...handlers, get: () => undefined });
    const node = await linked(context, script);
    assert.match(await said(node, 'no-get'), /does not call back in time/);
    const noted = new Set<number>();
    await until('all to be noted', () => {
      const [, count] = /The last of (\d+) keys/.exec(node.status().peers[0]?.why?.message ?? '') ?? [];
      return noted.add(Number(count)).has(many);
    });
    assert.ok(noted.size > 2, 'they are noted little by little');
    await until('ours to be there', () => db.Ville === 'Lyon');
    assert.ok(script.of('get').length < 100, `${script.of('get').length} gets`);
  });

  test('whose keys calls back its whole database is understood, and told what is to be mended', async (context) => {
    const { db, ...handlers } = database({ theirs: 1 });
    const script = await CourseScript.open(context, { ...handlers, keys: () => db });
    const node = await linked(context, script);
    await until('its value to come', () => node.get(checkKey('theirs')) === '1');
    assert.match(await said(node, 'bad-keys'), /calls back an object: .*callback\(Object\.keys\(db\)\)/);
  });

  for (const [what, keys, code, message] of [
    ['what is no list', 'a,b', 'bad-keys', /calls back no list/],
    ['pairs of keys and values', [['theirs', 1]], 'bad-keys', /lists a list, which is no text/],
    ['an empty key', ['', 'theirs'], 'key-empty', /^Its key "" cannot be taken/],
  ] as const) {
    test(`whose keys calls back ${what} is told so, once`, async (context) => {
      const { db, ...handlers } = database({ theirs: 1 });
      const script = await CourseScript.open(context, { ...handlers, keys: () => keys });
      const node = await linked(context, script);
      assert.match(await said(node, code), message);
      await until('ours to be there all the same', () => db.Ville === 'Lyon');
      await script.polled(2);
      const told = node.events.recent(50).filter(({ kind, why }) => kind === 'refused' && why?.code === code);
      assert.deepEqual(
        told.map(({ count }) => count),
        [1],
      );
    });
  }

  test('whose keys are numbers, in a Map, is asked for them as it has them', async (context) => {
    const db = new Map<unknown, unknown>([[7, 'seven']]);
    const script = await CourseScript.open(context, {
      keys: () => [...db.keys()],
      get: (key: unknown) => db.get(key) ?? null,
      set: () => false,
    });
    const node = await linked(context, script);
    await until('its value to come', () => node.get(checkKey('7')) === '"seven"');
    assert.equal(node.status().peers[0]?.why, null);
  });

  test('that does not answer a set of a key that it has is told so, and soon has all that it lacks', async (context) => {
    const node = await openNode(context);
    const keys = Array.from({ length: 200 }, (_, n) => `key ${n}`);
    for (const key of keys) await node.put(checkKey(key), jsonValue('1'));
    const { db, ...handlers } = database(Object.fromEntries(keys.map((key) => [key, 2])));
    const set = (key: string, value: unknown) => handlers.set(key, value) || undefined;
    const script = await CourseScript.open(context, { ...handlers, set });
    await node.peers.add(script.port);
    assert.match(await said(node, 'no-set'), /'set' does not call back/);
    await node.put(checkKey('Ville'), textValue('Lyon'));
    await until('the new value to be there', () => db.Ville === 'Lyon', 30_000);
    assert.equal(node.status().peers[0]?.refused, 200);
  });

  for (const event of ['get', 'set', 'peers']) {
    test(`whose ${event} alone calls back error-first is understood`, async (context) => {
      const { db, ...handlers } = database({ theirs: 'Lyon' });
      const peers = () => [];
      const script = await CourseScript.open(context, { ...handlers, peers }, 4, [event]);
      const node = await linked(context, script);
      await until('ours to be there', () => db.Ville === 'Lyon');
      Object.assign(db, { later: 'Nice', list: ['Brest'] });
      for (const key of ['theirs', 'later', 'list']) {
        await until(`${key} to come`, () => node.get(checkKey(key)) === JSON.stringify(db[key]));
      }
      await script.polled(1);
      assert.equal(node.status().peers[0]?.why, null);
    });
  }

  test('without keys is no node, and told why', async (context) => {
    const { get, set } = database({});
    const script = await CourseScript.open(context, { get, set });
    await assert.rejects((await openNode(context)).peers.add(script.port), { code: 'no-keys', message: /'keys'/ });
  });
});
