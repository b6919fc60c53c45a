import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { InTurn } from '../../../main/net/server/in-turn';
import { listText, objectText } from '../../../main/net/wire/written';
import { until } from '../../support/until';

const [alice, bob] = [{}, {}];
/** Longer than a slice may take, ms. */
const LONG_MS = 6;

/** Pieces of which each takes a slice; `done` grows by their names. */
function* slowly(name: string, count: number, done: string[]): Generator<string> {
  for (let n = 0; n < count; n++) {
    const until = performance.now() + LONG_MS;
    while (performance.now() < until);
    done.push(name);
    yield name;
  }
}

test('an answer is all its pieces, one after the other', async () => {
  assert.equal((await new InTurn().write(alice, ['[1', ',2', ']'].values()))?.json, '[1,2]');
});

test('what is written is the JSON of what it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (list, record) => {
      assert.deepEqual(JSON.parse([...listText(list)].join('')), JSON.parse(JSON.stringify(list)));
      const properties = [undefined, ...Object.entries(record), undefined];
      assert.deepEqual(JSON.parse([...objectText(properties)].join('')), JSON.parse(JSON.stringify(record)));
      const items = [undefined, ...list, undefined, ...list, undefined];
      assert.deepEqual(JSON.parse([...listText(items)].join('')), JSON.parse(JSON.stringify([...list, ...list])));
    }),
  );
});

test('others have their turns of the event loop while a long answer is written', async () => {
  let [turns, isWritten] = [0, false];
  const written = new InTurn().write(alice, slowly('a', 5, [])).then((answer) => {
    isWritten = true;
    return answer;
  });
  for (; !isWritten; turns++) await turn();
  assert.equal((await written)?.json, 'aaaaa');
  assert.ok(turns >= 5, `${turns} turns`);
});

test('who asks for much takes turns with who asks for little', async () => {
  const [inTurn, done]: [InTurn, string[]] = [new InTurn(), []];
  const asked = ['a', 'b', 'c'].map((name) => inTurn.write(alice, slowly(name, 2, done)));
  asked.push(inTurn.write(bob, slowly('bob', 1, done)));
  await Promise.all(asked);
  assert.deepEqual(done, ['a', 'a', 'b', 'b', 'bob', 'c', 'c']);
});

test('for who is gone nothing more is written, and who waits comes next', async () => {
  const [inTurn, done]: [InTurn, string[]] = [new InTurn(), []];
  let isClosed = false;
  function* endless(): Generator<string> {
    try {
      yield* slowly('a', Number.POSITIVE_INFINITY, done);
    } finally {
      isClosed = true;
    }
  }
  const left = [inTurn.write(alice, endless()), inTurn.write(alice, slowly('never', 1, done))];
  const stays = inTurn.write(bob, slowly('bob', 1, done));
  await until('a piece of it', () => done.length > 0);
  inTurn.forget(alice);
  assert.deepEqual(await Promise.all(left), [undefined, undefined]);
  assert.equal((await stays)?.json, 'bob');
  assert.ok(isClosed && !done.includes('never'));
});

test('an answer that fails holds up nobody', async () => {
  const inTurn = new InTurn();
  // biome-ignore lint/correctness/useYield: it fails before
  function* failing(): Generator<string> {
    throw new Error('no');
  }
  const failed = inTurn.write(alice, failing());
  const next = inTurn.write(alice, slowly('a', 1, []));
  await assert.rejects(failed, /no/);
  assert.equal((await next)?.json, 'a');
});

test('an answer that nobody could read is refused before it takes all memory', async () => {
  const [inTurn, piece] = [new InTurn(), 'é'.repeat(1024 * 1024)];
  let [read, isClosed] = [0, false];
  function* endless(): Generator<string> {
    try {
      for (; ; read++) yield piece;
    } finally {
      isClosed = true;
    }
  }
  const refused = inTurn.write(alice, endless());
  const next = inTurn.write(bob, ['[]'].values());
  await assert.rejects(refused, { code: 'bad-request', message: /longer than 100 MiB/ });
  assert.ok(isClosed && read < 1_000, `${read} pieces of 2 MiB`);
  await assert.rejects(inTurn.write(alice, ['é'.repeat(51 * 1024 * 1024)].values()), { code: 'bad-request' });
  assert.equal((await next)?.json, '[]');
});
