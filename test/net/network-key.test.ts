import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawNetworkKey, type NetworkKey, networkKeyText, parseNetworkKey, stretch } from '../../main/net/network-key';
import { Refused } from '../../main/store/refusal';

test('a drawn key has 100 bits in five groups of four, and none like it was drawn before', () => {
  const keys = Array.from({ length: 100 }, drawNetworkKey);
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) {
    assert.match(networkKeyText(key), /^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.equal(parseNetworkKey(networkKeyText(key)), key);
  }
});

test('a key is the same however it is typed', () => {
  const key = parseNetworkKey('K7QF-2M9X-0011-ABCD-EFGH');
  for (const typed of [
    'k7qf2m9x0011abcdefgh',
    '  K7QF 2M9X OOIL abcd efgh\n',
    'K7QF–2M9X—0o1l‑ABCD-EFGH',
    'Ｋ７ＱＦ-2M9X-0011-ABCD-EFGH',
  ]) {
    assert.equal(parseNetworkKey(typed), key, typed);
  }
  assert.equal(parseNetworkKey('l’été où il neigeait'), parseNetworkKey('L’E\u0301TE\u0301 OU\u0300 IL NEIGEAIT'));
});

test('a key that is too short, too long or no text is refused, and the message does not repeat it', () => {
  for (const typed of [
    '',
    'short',
    'a - b - c - d - e - f - g',
    'x'.repeat(201),
    'x'.repeat(10_000),
    `${'x'.repeat(16)}\0`,
  ]) {
    assert.throws(
      () => parseNetworkKey(typed),
      (error) => error instanceof Refused && error.code === 'bad-key' && !(typed && error.message.includes(typed)),
    );
  }
  assert.equal(parseNetworkKey('x'.repeat(16)).length, 16);
});

test('every node stretches a key to the same 32 bytes', async () => {
  // Of another implementation: Python 3's hashlib.scrypt with the parameters of docs/protocol.md.
  const stretched = await stretch(parseNetworkKey('K7QF-2M9X-0011-ABCD-EFGH'));
  assert.equal(stretched.toString('hex'), 'adaa4710677a0604db37d77f687c7e14fce539c976f64f8dd36bec67fe5c9165');
});

test('any key that is read is read as the same again, as it is shown and kept', () => {
  const anyText = fc.oneof(...(['grapheme', 'binary'] as const).map((unit) => fc.string({ unit, minLength: 16 })));
  fc.assert(
    fc.property(anyText, (text) => {
      const key = keyOf(text);
      if (key === null) return;
      assert.equal(parseNetworkKey(key), key);
      assert.equal(parseNetworkKey(networkKeyText(key)), key);
    }),
    { numRuns: 1_000 },
  );
});

function keyOf(text: string): NetworkKey | null {
  try {
    return parseNetworkKey(text);
  } catch {
    return null;
  }
}
