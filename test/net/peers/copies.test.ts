import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers, Copies } from '../../../main/net/peers/copies';
import type { NodeSession } from '../../../main/net/peers/session';
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
