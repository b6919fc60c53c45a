import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { io } from 'socket.io-client';
import * as v from 'valibot';
import type { BackupFile } from '../../../main/backup/shelf';
import { serveBackups } from '../../../main/net/server/backup-server';
import type { Reply } from '../../../main/net/server/client-server';
import { type Page, pageOf, type Row } from '../../../main/net/server/export-page';
import type { NodeOptions } from '../../../main/node/read-profile';
import { pack } from '../../../main/store/pack';
import { Snapshot } from '../../../main/store/snapshot';
import { checkKey, textValue } from '../../../main/store/text';
import { BOB, key, NOON, stamp, text } from '../../store/fixtures';
import { newFolder } from '../../support/folder';
import { addressOf, openNode } from '../../support/nodes';
import { until } from '../../support/until';

async function nodeAndClient(test: TestContext, options: Partial<NodeOptions> = {}) {
  const node = await openNode(test, options);
  const socket = io(`http://${addressOf(node)}`, { path: '/byr', auth: { byr: { client: true } }, forceNew: true });
  test.after(() => socket.disconnect());
  const ask = (event: string, ...args: unknown[]): Promise<Reply> => socket.emitWithAck(event, ...args);
  return { node, ask, hangUp: () => socket.disconnect() };
}

const entries = pack([{ key: key('a'), value: text('1'), stamp: stamp(0, 0, BOB), parents: [] }]);

test('what is no request is refused, and changes nothing', async (context) => {
  const { node, ask } = await nodeAndClient(context);
  const row = ['a', '"1"'];
  const requests: [string, ...unknown[]][] = [
    ['preview', 'latest', false, entries],
    ['preview', 'any', true, entries],
    ['preview', 'latest', true, { nodes: [], base: 0, rows: [1] }],
    ['previewed'],
    ['restore', 'latest'],
    ['restore', 'latest', { ...entries, nodes: ['nobody'] }],
    ['restore', 'first', entries],
    ['restore', '/etc/passwd'],
    ['export', 'first'],
    ['export', false],
    ['import', [['a']]],
    ['import', [row, ['', '"1"']]],
    ['import', [row, ['b', 'nope']]],
    ['import', Array.from({ length: 501 }, (_, n) => [`${n}`, '"1"'])],
    ['putBackValues', [['a', 'nope']]],
    ['putBackValues', [['', null]]],
    ['putBackValues', [['a']]],
    ['holdBackup'],
    ['holdBackup', 1],
    ['holdBackup', 'x'.repeat(32)],
  ];
  for (const [event, ...args] of requests) {
    const reply = await ask(event, ...args);
    assert.equal(reply.ok, false, `${event} ${JSON.stringify(args)}`);
  }
  assert.equal(node.status().keys, 0);
  assert.deepEqual(await ask('backup'), {
    ok: false,
    code: 'backup-failed',
    message: 'This node has no folder for backups; choose one.',
  });
});

test('a list of too many rows is refused before any of them is looked at', () => {
  const schemas = new Map<string, v.GenericSchema>();
  serveBackups({ on() {} } as never, {} as never, (event, schema) => schemas.set(event, schema));
  const rows = new Proxy(new Array(501), {
    get: (list, name) => (name === '0' ? assert.fail('a row was read') : Reflect.get(list, name)),
  });
  for (const event of ['import', 'putBackValues']) {
    assert.equal(v.safeParse(schemas.get(event) as v.GenericSchema, [rows]).success, false, event);
  }
});

test('an export gives what there was when it began, in pages', async (context) => {
  const { node, ask } = await nodeAndClient(context);
  for (let n = 0; n < 1_200; n++) void node.put(checkKey(`key ${n}`), textValue('old'));
  const keys = new Map<string, string>();
  for (let first = true, done = false; !done; first = false) {
    const page = ((await ask('export', first)) as { value: Page }).value;
    assert.ok(page.rows.length <= 500);
    for (const [name, json] of page.rows) keys.set(name, json);
    for (let n = 0; n < 1_300; n++) await node.put(checkKey(`key ${n}`), textValue(`new ${keys.size}`));
    done = page.done;
  }
  assert.equal(keys.size, 1_200);
  assert.deepEqual([...new Set(keys.values())], ['"old"']);
});

test('a page of an export ends with the row by which it is over 64 KiB', () => {
  const value = 'x'.repeat(40 * 1024);
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((key): Row => [key, value]).values();
  const pages: string[] = [];
  for (let done = false; !done; ) {
    const page = pageOf(rows);
    pages.push(page.rows.map(([key]) => key).join(''));
    done = page.done;
  }
  assert.deepEqual(pages, ['ab', 'cd', 'ef', '']);
});

test('an export that ends, begins anew, or loses its client, or whose client does not go on, keeps nothing of what there was', async (context) => {
  const { node, ask, hangUp } = await nodeAndClient(context);
  await node.putAll(Array.from({ length: 600 }, (_, n) => [checkKey(`key ${n}`), textValue('x')]));
  const told = context.mock.method(Snapshot.prototype, 'changes');
  const { setTimeout } = globalThis;
  const ends: (() => void)[] = [];
  context.mock.method(globalThis, 'setTimeout', (end: () => void, ms = 0) => {
    if (ms >= 10 * 60_000) ends.push(end);
    return setTimeout(end, ms);
  });
  let changes = 0;
  /** Snapshots that are told when something changes. */
  const open = async (): Promise<number> => {
    const before = told.mock.callCount();
    await node.put(checkKey('key 0'), textValue(`${changes++}`));
    return told.mock.callCount() - before;
  };
  const kept: number[] = [];
  for (const first of [true, true, false, true]) {
    await ask('export', first);
    kept.push(await open());
  }
  assert.deepEqual(kept, [1, 1, 0, 1]);
  ends.at(-1)?.();
  assert.equal(await open(), 0);
  const { ok } = await ask('export', false);
  assert.equal(ok, false);
  await ask('export', true);
  assert.equal(await open(), 1);
  hangUp();
  await until('the last to be let go', async () => (await open()) === 0);
});

test('the backup that a client holds stays among the others until it holds another, or hangs up', async (context) => {
  const clock = { now: NOON };
  const { node, ask, hangUp } = await nodeAndClient(context, {
    backups: await newFolder(context),
    now: () => clock.now,
  });
  const made: BackupFile[] = [];
  const another = async (): Promise<void> => {
    await node.put(checkKey('Ville'), textValue(`${made.length}`));
    clock.now += 1_000;
    made.push(await node.backups.now());
  };
  const left = async (): Promise<number[]> => {
    const paths = (await node.backups.list()).map(({ path }) => path);
    return made.flatMap(({ path }, at) => (at < 3 && paths.includes(path) ? at : []));
  };
  while (made.length < 10) await another();
  const hold = (at: number): Promise<Reply> => ask('holdBackup', made[at]?.header?.fingerprint);
  assert.deepEqual(await hold(0), { ok: true, value: null });
  for (let n = 0; n < 2; n++) await another();
  assert.deepEqual(await left(), [0, 2]);
  await hold(2);
  await another();
  assert.deepEqual(await left(), [2]);
  hangUp();
  await until('the last to go', async () => {
    await another();
    return (await left()).length === 0;
  });
});

test('a backup whose client hangs up is called off', async (context) => {
  const { node, ask, hangUp } = await nodeAndClient(context, { backups: await newFolder(context) });
  const now = context.mock.method(node.backups, 'now');
  ask('backup').catch(() => {});
  const work = await until('it to begin', () => now.mock.calls[0]?.arguments[0]);
  hangUp();
  await until('it to be called off', () => work.signal?.aborted);
});
