import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { addressText, parseAddress } from '../../main/net/address';
import { formatInvitation, type Invitation, isInvitation, parseInvitation } from '../../main/net/invitation';
import { parseNetworkKey } from '../../main/net/network-key';
import { nameSchema } from '../../main/net/protocol';
import { type RefusalCode, Refused } from '../../main/store/refusal';
import type { NodeId } from '../../main/store/stamp';

const invitation: Invitation = {
  addresses: ['192.168.1.23:3000', 'salle-12.univ.example:4000'],
  id: '0123456789abcdef' as NodeId,
  rule: 'latest',
  name: 'Chloé O’Neil & 王 (2)',
  key: parseNetworkKey('ABCD EFGH JKMN PQRS TVWX'),
};
const text =
  'byr:v=1/at=192.168.1.23:3000/at=salle-12.univ.example:4000/id=0123456789abcdef/rule=latest' +
  '/name=Chlo%C3%A9%20O%E2%80%99Neil%20%26%20%E7%8E%8B%20%282%29/key=ABCD-EFGH-JKMN-PQRS-TVWX';

function refused(code: RefusalCode, says = /./): (error: unknown) => boolean {
  return (error) => error instanceof Refused && error.code === code && says.test(error.message);
}

test('an invitation is one text, and reads as what it was made of', () => {
  assert.equal(formatInvitation(invitation), text);
  assert.deepEqual(parseInvitation(text), invitation);
});

const anyHost = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
const anyAddress = fc.tuple(anyHost, fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => {
  return addressText(parseAddress(addressText({ host, port })));
});
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((name) => name.slice(0, 60).trim());
const anyKey = fc.string({ unit: 'grapheme', minLength: 20, maxLength: 60 }).filter(isKey).map(parseNetworkKey);

function isKey(text: string): boolean {
  try {
    return parseNetworkKey(text) !== null;
  } catch {
    return false;
  }
}

test('any invitation that a node makes is read back, and no shell takes it apart', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyAddress, { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[0-9a-f]{16}$/),
      fc.constantFrom('latest' as const, 'first' as const),
      fc.option(anyName.filter((name) => v.is(nameSchema, name))),
      fc.option(anyKey),
      (addresses, id, rule, name, key) => {
        const made = { addresses, id: id as NodeId, rule, name, key };
        const said = formatInvitation(made);
        assert.match(said, /^[\w:=/.%-]+$/);
        assert.deepEqual(parseInvitation(said), made);
      },
    ),
  );
});

test('what mail programs, chats and systems do to a link does not hurt it', () => {
  const [head, tail] = [text.slice(0, 40), text.slice(40)];
  for (const hurt of [`  ${text}\n`, `${head}\r\n ${tail}`, `BYR${text.slice(3)}`, `byr://${text.slice(4)}/`]) {
    assert.deepEqual(parseInvitation(hurt), invitation, hurt);
  }
});

test('what is left out, said twice, wrong or unknown is refused, and named', () => {
  for (const [hurt, says] of [
    [text.slice(0, 30), /'id' is missing/],
    [text.replace('/rule=latest', ''), /'rule' is missing/],
    [text.replace('latest', 'newest'), /'rule'/],
    [`${text}/rule=first`, /'rule'.*twice/],
    [text.replaceAll(/\/at=[^/]*/g, ''), /'at' is missing/],
    [text.replace(':3000', ':70000'), /'at'/],
    [text.replace('192.168.1.23:3000', ''), /'at'/],
    [text + '/at=10.0.0.1:3000'.repeat(7), /'at'/],
    [text.replace('0123456789abcdef', 'course:0123456789abcdef'), /'id'/],
    [text.replace(/name=.*/, 'name=%00'), /'name'/],
    [text.replace(/key=.*/, 'key=ABCD'), /'key'/],
    [text.replace('v=1', 'v=one'), /'v'/],
    [text.replace('v=1/', ''), /'v'/],
    [`${text}/colour=red`, /'colour'/],
    [`${text}/__proto__=x`, /'__proto__'/],
    [`${text}%`, /% stands alone/],
    ['byr:', /'v'/],
    ['byr:4000', /begin with 'byr:'/],
    ['https://example.org', /begin with 'byr:'/],
    [text + ' '.repeat(3_000), /longer than/],
  ] as const) {
    assert.throws(() => parseInvitation(hurt), refused('bad-invitation', says), hurt);
  }
  assert.throws(() => parseInvitation(text.replace('v=1', 'v=2')), refused('newer-invitation', /version 2/));
});

test('rubbish is refused, whatever it is', () => {
  const rubbish = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string().map((tail) => `byr:v=1/${tail}`),
    fc.tuple(fc.nat(text.length), fc.string()).map(([at, more]) => text.slice(0, at) + more),
  );
  fc.assert(
    fc.property(rubbish, (given) => {
      try {
        const read = parseInvitation(given);
        assert.deepEqual(parseInvitation(formatInvitation(read)), read);
      } catch (error) {
        assert.ok(error instanceof Refused, String(error));
      }
    }),
  );
});

test('an address is not taken for an invitation, nor the other way round', () => {
  for (const address of ['4000', 'localhost:4000', 'byr:4000', 'byr:4000/', 'byr.example:4000', 'http://byr:4000']) {
    assert.equal(isInvitation(address), false, address);
  }
  for (const given of [text, ` ${text}`, 'byr:', 'byr:v=1', 'BYR:v=2/x=y'])
    assert.equal(isInvitation(given), true, given);
});
