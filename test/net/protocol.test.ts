import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  MAX_LINKS,
  MAX_LISTED,
  MAX_PATHS,
  messageTypes,
  readAuth,
  readCard,
  readMessage,
} from '../../main/net/protocol';
import { DEPTH, FANOUT, TOP } from '../../main/store/digest-tree';
import { pack } from '../../main/store/pack';
import { ALICE, COURSE } from '../store/fixtures';
import { card } from '../support/card';

function base64(bytes: number): string {
  return Buffer.alloc(bytes, 0xff).toString('base64');
}

function isTaken(type: (typeof messageTypes)[number], body: object): boolean {
  return readMessage(type, JSON.parse(JSON.stringify(body))) !== null;
}

const one = { paths: [0], digests: base64(FANOUT * 4) };
const compare = { question: 1, depth: TOP, paths: [0, FANOUT ** TOP - 1], word: 0, digests: base64(2 * FANOUT * 4) };

test('a comparison names nodes of one depth of the tree, and the digests of all their children', () => {
  assert.ok(isTaken('compare', compare));
  const all = Array.from({ length: MAX_PATHS }, (_, path) => path);
  assert.ok(isTaken('compare', { ...compare, paths: all, digests: base64(MAX_PATHS * FANOUT * 4) }));
  for (const wrong of [
    { depth: TOP - 2, ...one },
    { depth: TOP - 0.5, ...one },
    { depth: DEPTH },
    { depth: TOP - 1 },
    { paths: [0] },
    { paths: [0, 1, 2] },
    { paths: [0, FANOUT ** TOP] },
    { paths: [0, 0] },
    { paths: [0, -1] },
    { paths: [0, 0.5] },
    { paths: [] },
    { word: 2 },
    { word: -1 },
    { word: 0.5 },
    { digests: '' },
    { digests: base64(2 * FANOUT * 4 - 3) },
    { digests: compare.digests.replace('/', '*') },
    { question: -1 },
  ]) {
    assert.ok(!isTaken('compare', { ...compare, ...wrong }), JSON.stringify(wrong));
  }
  assert.ok(!isTaken('compare', { ...compare, paths: [...all, 0], digests: base64((MAX_PATHS + 1) * FANOUT * 4) }));
});

test('digests that are fewer than their text is long are none', () => {
  for (let nodes = 1; nodes <= 6; nodes++) {
    const paths = Array.from({ length: nodes }, (_, path) => path);
    const digests = base64(nodes * FANOUT * 4);
    assert.ok(isTaken('compare', { ...compare, paths, digests }));
    for (const end of ['=', '==']) {
      const short = `${digests.slice(0, -end.length)}${end}`;
      const bytes = Buffer.from(short, 'base64').length;
      assert.equal(isTaken('compare', { ...compare, paths, digests: short }), bytes === nodes * FANOUT * 4);
    }
  }
});

const list = { question: 1, leaves: [0, FANOUT ** DEPTH - 1], digests: base64(MAX_LISTED * 8) };

test('a list names leaves, and at most 4,096 entries', () => {
  assert.ok(isTaken('list', list));
  assert.ok(isTaken('list', { ...list, digests: '' }));
  for (const wrong of [
    { leaves: [] },
    { leaves: [7, 7] },
    { leaves: [FANOUT ** DEPTH] },
    { digests: base64(MAX_LISTED * 8 + 8) },
  ]) {
    assert.ok(!isTaken('list', { ...list, ...wrong }), Object.keys(wrong).join());
  }
});

test('an answer to either is bounded as its question is', () => {
  assert.ok(isTaken('differ', { question: 1, children: 'f'.repeat(MAX_PATHS * 4) }));
  assert.ok(isTaken('differ', { question: 1, children: null }));
  assert.ok(!isTaken('differ', { question: 1, children: 'f'.repeat(MAX_PATHS * 4 + 1) }));
  assert.ok(!isTaken('differ', { question: 1, children: 'F00D' }));
  assert.ok(isTaken('lack', { question: 1, entries: 'f'.repeat(MAX_LISTED / 4) }));
  assert.ok(!isTaken('lack', { question: 1, entries: 'f'.repeat(MAX_LISTED / 4 + 1) }));
});

test('a node is linked to 32 nodes at most, and to no script', () => {
  const ids = Array.from({ length: MAX_LINKS }, () => ALICE);
  assert.ok(isTaken('links', { ids }) && isTaken('links', { ids: [] }));
  assert.ok(!isTaken('links', { ids: [...ids, ALICE] }));
  assert.ok(!isTaken('links', { ids: [COURSE] }));
});

test('a reader of a feed names a whole number, or none', () => {
  const fingerprint = '0'.repeat(32);
  for (const since of [0, 1, Number.MAX_SAFE_INTEGER, null]) assert.ok(isTaken('read', { since, fingerprint }));
  for (const since of [-1, 0.5, '1', undefined, 2 ** 53]) assert.ok(!isTaken('read', { since, fingerprint }));
  assert.ok(!isTaken('read', { since: 0, fingerprint: 'F'.repeat(32) }));
});

test('changes say in whole numbers how far they go and how many are left, and at what fingerprint', () => {
  const changes = { upTo: 0, fingerprint: '0'.repeat(32), entries: pack([]), left: 0 };
  const most = Number.MAX_SAFE_INTEGER;
  assert.ok(isTaken('changes', changes) && isTaken('changes', { ...changes, upTo: most, left: most }));
  for (const wrong of [-1, 0.5, 2 ** 53, '1', null]) {
    for (const name of ['upTo', 'left'])
      assert.ok(!isTaken('changes', { ...changes, [name]: wrong }), `${name} ${wrong}`);
  }
  for (const wrong of ['0'.repeat(31), '0'.repeat(33), 'F'.repeat(32), 0])
    assert.ok(!isTaken('changes', { ...changes, fingerprint: wrong }), `${wrong}`);
  assert.ok(!isTaken('changes', { ...changes, entries: null }));
});

test('a time is one of 48 bits, whichever message tells it', () => {
  const state = { upTo: 0, fingerprint: '0'.repeat(32) };
  const told = (time: number): boolean[] => [
    isTaken('ping', { ...state, sent: time }),
    isTaken('pong', { ...state, sent: time, now: 0 }),
    isTaken('pong', { ...state, sent: 0, now: time }),
    isTaken('refused', { ahead: time }),
    isTaken('refused', { ahead: 0, latest: time }),
  ];
  for (const time of [0, 0.5, 2 ** 48 - 1]) assert.ok(told(time).every(Boolean), `${time}`);
  for (const time of [-1, 2 ** 48]) assert.ok(!told(time).some(Boolean), `${time}`);
});

test('a card is bounded in all that it says', () => {
  const isCard = (said: object): boolean => readCard({ ...card(ALICE), ...said }) !== null;
  const texts = (length: number, count: number): string[] => Array.from({ length: count }, () => 'x'.repeat(length));
  const epochs = (count: number): [string, number][] => Array.from({ length: count }, () => ['x', 0]);
  for (const said of [
    { name: 'x'.repeat(60) },
    { version: 'x'.repeat(40), epoch: 'x'.repeat(40), before: epochs(16) },
    { port: 1 },
    { port: 65_535 },
    { port: null },
    { addresses: texts(300, 8) },
  ]) {
    assert.ok(isCard(said), JSON.stringify(said));
  }
  for (const said of [
    { name: ' ' },
    { name: 'x'.repeat(61) },
    { version: 'x'.repeat(41) },
    { epoch: 'x'.repeat(41) },
    { before: epochs(17) },
    { port: 0 },
    { port: 65_536 },
    { port: 80.5 },
    { addresses: texts(301, 1) },
    { addresses: texts(1, 9) },
    { entries: -1 },
    { rule: 'last' },
    { id: COURSE },
  ]) {
    assert.ok(!isCard(said), JSON.stringify(said));
  }
  assert.equal(readCard({ ...card(ALICE), name: ' Zoé ' })?.name, 'Zoé');
});

test('a list of too many is refused unread, and one of wrong items at the first of them', () => {
  let read = 0;
  const counted = (items: unknown[]): unknown[] =>
    new Proxy(items, {
      get(list, name, self) {
        if (/^\d+$/.test(String(name))) read += 1;
        return Reflect.get(list, name, self);
      },
    });
  const many = Array.from({ length: 1_000_000 }, () => ALICE);
  assert.equal(readMessage('links', { ids: counted(many) }), null);
  assert.equal(readMessage('peers', { peers: counted(many) }), null);
  assert.equal(readMessage('list', { ...list, leaves: counted(many) }), null);
  assert.equal(readAuth({ byr: { ...card(ALICE), addresses: counted(many) } }), null);
  assert.equal(readCard({ ...card(ALICE), before: counted(many) }), null);
  assert.equal(read, 0);
  assert.equal(readMessage('links', { ids: counted(Array.from({ length: MAX_LINKS }, () => 7)) }), null);
  assert.equal(read, 1);
});

test('a name in any script is one, and none that ends a line or turns round the words beside it', () => {
  const named = (name: string): boolean => readCard({ ...card(ALICE), name }) !== null;
  for (const name of ['Zoé', 'أليس', 'נועה', '\u200FA\u200E', '🏳️‍🌈']) assert.ok(named(name), name);
  for (const name of ['A\nB', 'A\u0085B', 'A\u2028B', 'Bob\u202E', 'Bob\u2069\u202E', '\u2066Bob'])
    assert.ok(!named(name), JSON.stringify(name));
});

test('whatever comes off a wire is a message or none, and throws nothing', () => {
  const part = fc.anything({ withNullPrototype: true });
  const names = ['question', 'depth', 'paths', 'word', 'digests', 'leaves', 'entries', 'ids', 'since', 'fingerprint'];
  const body = fc.oneof(part, fc.dictionary(fc.constantFrom(...names, 'upTo', 'left', 'ahead', 'children'), part));
  fc.assert(
    fc.property(fc.constantFrom(...messageTypes), body, (type, said) => {
      const message = readMessage(type, said);
      assert.ok(message === null || message.type === type);
    }),
    { numRuns: 1000 },
  );
});
