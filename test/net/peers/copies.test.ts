import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers, Copies } from '../../../main/net/peers/copies';
import type { NodeSession } from '../../../main/net/peers/session';
import type { Card } from '../../../main/net/protocol';
import { type Timing, timing } from '../../../main/net/soon';
import type { Link } from '../../../main/net/wire/link';
import { ALICE } from '../../store/fixtures';
import { card } from '../../support/card';

test('of the links that nodes of its own id dialled a node keeps the latest alone', () => {
  const copies = new Copies({ copied: () => assert.fail('It takes a new id.') });
  const closed: string[] = [];
  const link = (name: string): Link =>
    ({ dialled: false, listen() {}, close: (farewell: string) => closed.push(`${name} ${farewell}`) }) as never;
  for (const name of ['first', 'second']) assert.throws(() => copies.meet(link(name), card(ALICE)), { code: 'copied' });
  assert.deepEqual(closed, ['first closing']);
});

for (const [whose, isOwn] of [
  ['its own', true],
  ['that of the other', false],
] as const) {
  test(`a node that dials one of its own id knows which of the two is the copy: ${whose} profile`, () => {
    let copied = 0;
    const farewells: string[] = [];
    const first = card(ALICE, 'z');
    const copy: Card = { ...card(ALICE, 'a'), before: [['z', 5]] };
    const own = isOwn ? copy : first;
    const link = { dialled: true, card: isOwn ? first : copy, close: (why: string) => farewells.push(why) } as never;
    assert.throws(() => new Copies({ copied: () => (copied += 1) }).meet(link, own), { code: 'copied' });
    assert.deepEqual([copied, farewells], isOwn ? [1, ['closing']] : [0, ['copied']]);
  });
}

/** How long it is until a link counts as one that does not answer, ms of a clock of its own. */
async function patienceWith(bytesALook: number, isSuspect = false, isOpen = true): Promise<number> {
  let now = 0;
  const traffic = { heard: 0 };
  const passes: Timing = {
    ...timing,
    elapsed: () => now,
    after: (ms, run) => {
      now += ms;
      traffic.heard += bytesALook;
      setImmediate(run);
      return () => {};
    },
  };
  const session = {
    sync: { hasAnswered: () => false },
    pulse: { isSuspect },
    link: { traffic },
  } as unknown as NodeSession;
  assert.equal(await answers(session, 1, passes, () => isOpen), false);
  return now;
}

test('a link that does not answer is waited for 0.7 s, one that brings other things all the while 15 s', async () => {
  assert.equal(await patienceWith(0), 700);
  const long = await patienceWith(1);
  assert.ok(long >= 15_000 && long < 15_100, `${long} ms`);
});

test('a link that is in doubt or closed is not waited for', async () => {
  assert.equal(await patienceWith(1, true), 0);
  assert.equal(await patienceWith(1, false, false), 0);
});
