import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refused } from '../../main/store/refusal';
import {
  anyValue,
  checkKey,
  isText,
  jsonValue,
  MAX_JSON_LENGTH,
  MAX_VALUE_BYTES,
  textValue,
  valueSize,
} from '../../main/store/text';

const LONE = ['\ud83d', '\udc4d', 'a\ud83d', '\ud83da', '\udc4d\ud83d'];

test('every text comes back as it went in, byte for byte', () => {
  const odd = [
    '',
    '007',
    '1e400',
    'null',
    ' \t\n ',
    '"',
    '\\',
    '\0',
    '__proto__',
    '👩‍👩‍👧',
    'שלום',
    'مرحبا',
    '\u2028',
    '\ufeff',
  ];
  const anyString = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
  fc.assert(
    fc.property(anyString, (text) => {
      const value = textValue(text);
      assert.equal(JSON.parse(value), text);
      assert.ok(isText(value));
      assert.equal(valueSize(value), Buffer.byteLength(text));
      assert.equal(anyValue(text), value);
    }),
    { examples: odd.map((text): [string] => [text]) },
  );
});

test('JSON keeps the digits of its numbers and the order and names of its members', () => {
  const texts = ['12345678901234567890', '1.0', '1e400', '-0', '{"__proto__":{"a":1},"b":2,"a":3}', '{"a":1,"a":2}'];
  for (const json of [...texts, 'true', 'null', '[]', '{}', '["\\u0041\\/","é"]']) assert.equal(jsonValue(json), json);
});

test('white space between the tokens of JSON goes, white space in its texts stays', () => {
  assert.equal(jsonValue('\n{ "a b" :\t[ 1 ,  " \\" , \\\\" ] }\r\n'), '{"a b":[1," \\" , \\\\"]}');
  assert.equal(jsonValue('  " a "  '), '" a "');
});

test('any JSON, however it is indented, becomes what JSON.stringify writes', () => {
  const indent = fc.constantFrom('', ' ', '\t', '\n', '  \r\n');
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), indent, (value, space) => {
      assert.equal(jsonValue(`${space}${JSON.stringify(value, null, space)}${space}`), JSON.stringify(value));
      assert.equal(anyValue(value), JSON.stringify(value));
    }),
  );
});

test('a JSON text has one form, however its characters are escaped', () => {
  assert.equal(jsonValue('"\\u0041\\/\\ud83d\\udc4d"'), textValue('A/👍'));
});

test('the form of a value is its own form', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      const value = jsonValue(json);
      assert.equal(jsonValue(value), value);
    }),
  );
});

test('half a character is refused in keys and texts', () => {
  for (const text of LONE) {
    assert.throws(() => checkKey(text), { code: 'bad-text' });
    assert.throws(() => textValue(text), { code: 'bad-text' });
    assert.throws(() => jsonValue(JSON.stringify(text)), { code: 'bad-text' });
    assert.throws(() => jsonValue(`["${text}"]`), { code: 'bad-text' });
    assert.throws(() => anyValue(text), { code: 'bad-text' });
  }
});

test('half a character that a JSON list writes as an escape stays an escape', () => {
  assert.equal(jsonValue('["\\ud83d"]'), '["\\ud83d"]');
});

test('a key has 1 to 1,024 bytes of UTF-8, whatever characters they make', () => {
  for (const [character, count] of [
    ['k', 1024],
    ['é', 512],
    ['👍', 256],
  ] as const) {
    const longest = character.repeat(count);
    assert.equal(checkKey(longest), longest);
    assert.throws(() => checkKey(`${longest}k`), { code: 'key-too-long' });
  }
  assert.equal(checkKey(`${'€'.repeat(341)}k`).length, 342);
  assert.throws(() => checkKey('€'.repeat(342)), { code: 'key-too-long' });
  assert.throws(() => checkKey(''), { code: 'key-empty' });
});

test('a text has at most 262,144 bytes, not counting what JSON adds to it', () => {
  for (const [character, count] of [
    ['"', 262_144],
    ['\u0001', 262_144],
    ['é', 131_072],
    ['👍', 65_536],
  ] as const) {
    const longest = textValue(character.repeat(count));
    assert.equal(valueSize(longest), MAX_VALUE_BYTES);
    assert.equal(jsonValue(longest), longest);
    assert.throws(() => textValue(`${character.repeat(count)}k`), { code: 'value-too-long' });
    assert.throws(() => jsonValue(JSON.stringify(`${character.repeat(count)}k`)), { code: 'value-too-long' });
  }
});

test('other JSON has at most 262,144 bytes without its white space', () => {
  const longest = `[${'1'.repeat(262_142)}]`;
  assert.equal(jsonValue(`  ${longest}  `), longest);
  assert.throws(() => jsonValue(`[${'1'.repeat(262_143)}]`), { code: 'value-too-long' });
  assert.throws(() => anyValue(['é'.repeat(131_071)]), { code: 'value-too-long' });
});

test('JSON has no more white space than the longest text has escapes', () => {
  assert.equal(jsonValue('1'.padEnd(MAX_JSON_LENGTH)), '1');
  assert.throws(() => jsonValue('1'.padEnd(MAX_JSON_LENGTH + 1)), { code: 'value-too-long' });
});

test('what is no JSON is refused', () => {
  for (const text of ['', 'hello', "{'a':1}", '[1,]', '01', 'NaN', '1 2', '\ufeff1', '\u00a01']) {
    assert.throws(() => jsonValue(text), { code: 'not-json' });
  }
  for (const value of [undefined, () => 1, Symbol('s')]) assert.throws(() => anyValue(value), { code: 'not-json' });
});

test('lists and objects are nested at most 500 deep, whatever brackets their texts hold', () => {
  const lists = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const both = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
  const besideEachOther = `[${'[],{},'.repeat(600)}1]`;
  const inText = JSON.stringify([lists(600), '\\"['.repeat(600)]);
  for (const json of [lists(500), objects(500), both(500), besideEachOther, inText])
    assert.equal(jsonValue(json), json);
  for (const json of [lists(501), objects(501), both(502)]) assert.throws(() => jsonValue(json), { code: 'not-json' });
});

test('a value that is nested too deep to be written is refused as any other, not a crash', () => {
  let deep: unknown[] = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  assert.throws(() => anyValue(deep), Refused);
});
