import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_PATHS, type Message, readMessage } from '../../../main/net/protocol';
import type { SyncMessage } from '../../../main/net/sync/sync';
import { FANOUT } from '../../../main/store/digest-tree';
import { pack } from '../../../main/store/pack';
import type { Side } from '../../support/sides';
import { link, parties, talk } from './talk';

const TICK_MS = 100;
/** More than a comparison of two full trees takes. */
const MANY = 600;

/** A side that holds something, linked to a peer that holds something else and does not speak for itself. */
function victim(): Side {
  const [alice, bob] = parties();
  alice.fill(50, 'Alice');
  bob.fill(50, 'Bob');
  const sides = link(alice, bob);
  talk(sides);
  return sides[0];
}

function tick({ party, sync }: Side): void {
  party.wall.now += TICK_MS;
  sync.tick();
}

const small = fc.integer({ min: 0, max: 3 });
const seq = fc.oneof(small, fc.nat(200), fc.constant(Number.MAX_SAFE_INTEGER));
const fingerprint = fc.constantFrom('0'.repeat(32), 'f'.repeat(32));
const hex = fc.stringMatching(/^[0-9a-f]{0,20}$/);
const [other] = parties();
other.fill(3, 'other');
const entries = fc.constantFrom([], [...other.database.feed.after(0)]).map(pack);

const bodies = {
  read: fc.record({ since: fc.option(seq), fingerprint }),
  changes: fc.record({ upTo: seq, fingerprint, entries, left: seq }),
  applied: fc.record({ upTo: seq, fingerprint, taken: seq }),
  refused: fc.record({ ahead: fc.nat(), latest: fc.nat() }),
  ping: fc.record({ upTo: seq, fingerprint, sent: fc.nat() }),
  pong: fc.record({ upTo: seq, fingerprint, sent: fc.nat(), now: fc.nat() }),
  settled: fc.record({ upTo: seq, fingerprint }),
  compare: fc
    .record({ question: small, depth: fc.constant(1), paths: fc.constant([0]), word: fc.nat(1) })
    .map((body) => ({
      ...body,
      digests: Buffer.alloc(FANOUT * 4).toString('base64'),
    })),
  differ: fc.record({ question: small, children: fc.option(hex) }),
  list: fc.record({
    question: small,
    leaves: fc.uniqueArray(fc.nat(65_535), { minLength: 1 }),
    digests: fc.constant(''),
  }),
  lack: fc.record({ question: small, entries: hex }),
};

const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  ...Object.entries(bodies).map(([type, body]) =>
    (body as fc.Arbitrary<object>).map((said) => readMessage(type as Message['type'], said) ?? assert.fail(type)),
  ),
);

test('whatever a peer says, in whatever order, is borne and answered in bounds', () => {
  fc.assert(
    fc.property(fc.array(fc.option(anyMessage), { maxLength: 60, size: 'max' }), (said) => {
      const side = victim();
      for (const message of said) {
        side.outbox.length = 0;
        if (message === null) tick(side);
        else side.sync.receive(message as SyncMessage);
        assert.ok(side.outbox.length <= 10, `${side.outbox.length} messages for one`);
        const { toReceive, toSend, total } = side.sync.status();
        assert.ok(toReceive >= 0 && toSend >= 0 && total >= 0);
      }
      side.sync.stop();
      assert.ok(side.party.turn.take({}, side.party.wall.now), 'nothing holds the turn for a link that is gone');
    }),
    { numRuns: 300 },
  );
});

for (const kind of ['differ', 'lack'] as const) {
  test(`a peer that answers every question with '${kind}' is soon through`, () => {
    const side = victim();
    let asked = 0;
    for (let round = 0; round < 2 * MANY; round++) {
      const question = side.outbox.find(({ type }) => type === 'compare' || type === 'list');
      side.outbox.length = 0;
      if (question !== undefined && 'question' in question) {
        asked += 1;
        const all = 'f'.repeat(MAX_PATHS * 4);
        const answer =
          kind === 'differ'
            ? { type: kind, question: question.question, children: all }
            : { type: kind, question: question.question, entries: all };
        side.sync.receive(answer);
      } else if (asked === 0) tick(side);
    }
    assert.ok(asked > 0 && asked < MANY, `${asked} questions`);
  });
}

test('a peer that has much to tell, and brings nothing new, holds up no other', () => {
  const [alice, bob] = parties();
  bob.fill(50, 'Bob');
  const [side] = link(alice, bob);
  // It is asked for all that it has, and says every second that there is more to come.
  assert.ok(side.outbox.some((said) => said.type === 'read' && said.since === 0));
  for (let second = 0; second < 4; second++) {
    alice.wall.now += 1_000;
    const nothing = { upTo: 0, fingerprint: bob.database.fingerprint, entries: [], left: 1 };
    side.sync.receive({ type: 'changes', ...nothing });
  }
  assert.ok(alice.turn.take({}, alice.wall.now));
});

test('a peer that asks for the same again and again, and takes nothing in, has no more waiting than the database holds', () => {
  const side = victim();
  const { size } = side.party.database.feed;
  const leaves = Array.from({ length: MAX_PATHS }, (_, at) => at);
  for (let question = 0; question < 2_000; question++) {
    for (let from = 0; from < 65_536; from += 8_192) {
      const some = leaves.map((leaf) => (from + leaf * 32) % 65_536);
      side.sync.receive({ type: 'list', question, leaves: some, digests: '' });
    }
    side.outbox.length = 0;
  }
  assert.ok(side.sync.status().toSend <= 3 * size, `${side.sync.status().toSend} entries wait`);
});
