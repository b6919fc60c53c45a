import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refused } from '../../main/store/refusal';
import { checkValue, jsonValue, MAX_VALUE_BYTES } from '../../main/store/text';

/** Whether a text is the form in which a value is kept. */
function isKept(text: string): boolean {
  try {
    return jsonValue(text) === text;
  } catch {
    return false;
  }
}

function isTaken(value: unknown): boolean {
  try {
    return checkValue(value) === value;
  } catch (error) {
    assert.ok(error instanceof Refused, String(error));
    return false;
  }
}

test('a value of another node is taken as it is kept, and in no other form', () => {
  const inQuotes = fc.string({ unit: 'binary' }).map((text) => `"${text}"`);
  const texts = fc.oneof(
    fc.string(),
    inQuotes,
    fc.json({ stringUnit: 'binary' }),
    fc.json().map((json) => ` ${json}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(isTaken(text), isKept(text));
    }),
    { numRuns: 500 },
  );
});

test('every character of ASCII is judged alike, alone or in a plain text', () => {
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    for (const text of [character, `"${character}"`, `"a${character}b"`, `"${character}`, `${character}"a"`]) {
      assert.equal(isTaken(text), isKept(text), JSON.stringify(text));
    }
  }
});

test('a plain text has at most 262,144 bytes', () => {
  assert.ok(isTaken(`"${'x'.repeat(MAX_VALUE_BYTES)}"`));
  assert.ok(!isTaken(`"${'x'.repeat(MAX_VALUE_BYTES + 1)}"`));
});

test('what is no text is no value', () => {
  for (const value of [undefined, null, 1, true, [], {}, ['"v"'], new String('"v"')]) assert.ok(!isTaken(value));
});
