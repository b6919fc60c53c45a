import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page, PageQuery, Row } from '../../renderer/bridge';
import { PAGE_SIZE, Pages, type View } from '../../renderer/pages';

const BY_KEY: View = { search: '', show: 'all', sort: 'key', descending: false };

interface Call {
  query: PageQuery;
  answer: (total: number, version?: string) => Promise<void>;
}

/** A node whose answers the test gives by hand. */
function slowNode(): { pages: Pages; calls: Call[] } {
  const calls: Call[] = [];
  const pages = new Pages(
    (query) =>
      new Promise<Page>((resolve) => {
        const answer = async (total: number, version = 'v1'): Promise<void> => {
          resolve({ total, offset: query.offset, rows: rowsOf(query, total, version) });
          await new Promise(setImmediate);
        };
        calls.push({ query, answer });
      }),
  );
  return { pages, calls };
}

function rowsOf({ offset, limit, search }: PageQuery, total: number, version: string): Row[] {
  const length = Math.max(0, Math.min(limit, total - offset));
  return Array.from({ length }, (_, i) => rowOf(`${search}${offset + i}`, version));
}

function rowOf(key: string, stamp: string): Row {
  const by = { name: 'Bob', self: false, script: false };
  return { key, preview: key, whole: true, kind: 'text', deleted: false, undo: null, by, time: 0, stamp, values: 1 };
}

function call(calls: Call[], at: number): Call {
  const found = calls.at(at);
  assert.ok(found, `there is no call number ${at}`);
  return found;
}

test('the first page comes first, the next one when it is near', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(100_000);
  assert.equal(pages.total, 100_000);
  assert.equal(pages.row(5)?.key, '5');
  pages.show(130, 160);
  assert.deepEqual(
    calls.map(({ query }) => query.offset),
    [0, PAGE_SIZE],
  );
});

test('what is on the screen is fetched before what is beside it, and a key is found on any page at hand', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(100_000);
  pages.show(2 * PAGE_SIZE - 10, 2 * PAGE_SIZE + 30);
  assert.deepEqual(
    calls.map(({ query }) => query.offset),
    [0, 2 * PAGE_SIZE, PAGE_SIZE],
  );
  const key = String(2 * PAGE_SIZE + 7);
  assert.equal(pages.find(key), null);
  await call(calls, 1).answer(100_000);
  assert.equal(pages.find(key), 2 * PAGE_SIZE + 7);
});

test('scrolling over many pages keeps two calls on their way and then fetches where one stopped', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(100_000);
  for (let first = 0; first < 90_000; first += 1000) pages.show(first, first + 30);
  assert.equal(calls.length, 3);
  await call(calls, 1).answer(100_000);
  await call(calls, 2).answer(100_000);
  assert.equal(call(calls, 3).query.offset, 89_000);
});

test('after a change the old rows stay until the new ones are there', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(10);
  pages.refresh();
  assert.equal(pages.row(3)?.stamp, 'v1');
  await call(calls, 1).answer(10, 'v2');
  assert.equal(pages.row(3)?.stamp, 'v2');
});

test('a change during a call is not missed', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(10);
  pages.refresh();
  pages.refresh();
  await call(calls, 1).answer(10, 'v2');
  assert.equal(calls.length, 3);
});

test('another search keeps the old rows until its first page, and drops answers to the old one', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(500);
  pages.refresh();
  pages.setView({ ...BY_KEY, search: 'film' });
  assert.equal(pages.row(0)?.key, '0');
  await call(calls, 2).answer(3);
  assert.equal(pages.row(0)?.key, 'film0');
  await call(calls, 1).answer(500);
  assert.equal(pages.total, 3);
  assert.equal(pages.row(0)?.key, 'film0');
});

test('a changed row glows until it did, others do not', async () => {
  const { pages, calls } = slowNode();
  pages.setView(BY_KEY);
  await call(calls, 0).answer(2);
  const glowing = (): boolean[] => [0, 1].map((index) => pages.glows(pages.row(index) ?? rowOf('none', '')));
  assert.deepEqual(glowing(), [false, false]);
  pages.refresh();
  await call(calls, 1).answer(2, 'v2');
  assert.deepEqual(glowing(), [true, true]);
  pages.glowed('0');
  assert.deepEqual(glowing(), [false, true]);
});

test('of rows that changed off the screen the newest are kept to glow, not all of a busy day', async () => {
  let first = 0;
  const newRow = (n: number): Row => ({ ...rowOf(`new ${n}`, 'v1'), time: Date.now() });
  const pages = new Pages(async ({ offset, limit }) => ({
    total: limit,
    offset,
    rows: Array.from({ length: limit }, (_, n) => newRow(first + n)),
  }));
  const next = (): Promise<void> => new Promise(setImmediate);
  pages.setView(BY_KEY);
  await next();
  for (first = PAGE_SIZE; first <= 50 * PAGE_SIZE; first += PAGE_SIZE) {
    pages.refresh();
    await next();
  }
  const glowing = Array.from({ length: first }, (_, n) => newRow(n)).filter((row) => pages.glows(row));
  assert.equal(glowing.at(-1)?.key, `new ${first - 1}`);
  assert.equal(glowing.length, 40 * PAGE_SIZE);
});

test('a failed call does not stop the next one', async () => {
  let fail = true;
  const pages = new Pages(async (query) => {
    if (fail) throw new Error('closing');
    return { total: 1, offset: query.offset, rows: rowsOf(query, 1, 'v1') };
  });
  pages.setView(BY_KEY);
  await new Promise(setImmediate);
  fail = false;
  pages.refresh();
  await new Promise(setImmediate);
  assert.equal(pages.total, 1);
});
