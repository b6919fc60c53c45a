import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowWriter, readRows } from '../../main/command/rows';
import type { Row } from '../../main/net/server/backup-server';
import { jsonValue, textValue } from '../../main/store/text';

type Format = 'json' | 'csv';
type As = 'text' | 'json';

function written(rows: Row[], format: Format, as: As = 'text'): string {
  const writer = new RowWriter(format, as);
  return writer.begin() + writer.write(rows) + writer.end();
}

function read(text: string, format: Format, as: As = 'text'): [string, string][] {
  const { rows, problems } = readRows(text, format, as);
  assert.deepEqual(problems, []);
  return rows;
}

/** What is wrong, each as line and message. */
function wrong(text: string, format: Format, as: As = 'text'): [number | null, string][] {
  return readRows(text, format, as).problems.map(({ line, message }) => [line, message]);
}

const character = fc.constantFrom('a', ',', '"', '\r', '\n', ' ', '\\', '{', ']', 'é', '😀', '\u2028');
const anyText = fc.string({ unit: character, maxLength: 8 });
const key = fc.string({ unit: character, minLength: 1, maxLength: 8 });
const anyJson = fc.oneof(
  anyText.map(textValue),
  fc.jsonValue().map((value) => jsonValue(JSON.stringify(value))),
);
const uniqueKeys = { selector: ([name]: readonly [string, string]) => name, maxLength: 6 };

test('what is exported is imported as it was: JSON, CSV of texts, and CSV of JSON', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, anyJson), uniqueKeys), (rows) => {
      assert.deepEqual(read(written(rows, 'json'), 'json'), rows);
      assert.deepEqual(read(written(rows, 'csv', 'json'), 'csv', 'json'), rows);
    }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, anyText.map(textValue)), uniqueKeys), (rows) => {
      assert.deepEqual(read(written(rows, 'csv'), 'csv'), rows);
    }),
  );
});

test('CSV is read as RFC 4180 and spreadsheets write it', () => {
  const csv = '\uFEFFvalue,key\r\n"a ""b"", c","k,1"\n\n01000,zip\r"two\r\nlines",two\r\n,empty';
  const rows = [
    ['k,1', '"a \\"b\\", c"'],
    ['zip', '"01000"'],
    ['two', '"two\\r\\nlines"'],
    ['empty', '""'],
  ];
  assert.deepEqual(read(csv, 'csv'), rows);
  assert.equal(
    written(
      [
        ['a', '"x,y"'],
        ['b', '[1]'],
      ],
      'csv',
    ),
    'key,value\r\na,"x,y"\r\nb,[1]\r\n',
  );
});

test('CSV with semicolons is read too, as Excel writes it in French', () => {
  const rows = [
    ['Temp', '"3,5"'],
    ['a;b', '"c\\nd"'],
  ];
  for (const csv of ['key;value\r\nTemp;3,5\r\n"a;b";"c\nd"\r\n', '\n"value";"key"\n3,5;Temp\n"c\nd";"a;b"'])
    assert.deepEqual(read(csv, 'csv'), rows);
});

test('JSON keeps the digits of numbers, and takes an object or an array', () => {
  const values: [string, string][] = [
    ['n', '12345678901234567890'],
    ['o', '{"a":[1.50,"]}"]}'],
    ['__proto__', 'null'],
  ];
  assert.deepEqual(read('{"n": 12345678901234567890, "o": {"a": [1.50, "]}"]},\n"__proto__": null}', 'json'), values);
  const items = values.map(([name, json]) => `{"value" : ${json}, "key":${JSON.stringify(name)}}`);
  assert.deepEqual(read(`\uFEFF [${items.join(' ,\n')} ] `, 'json'), values);
  assert.deepEqual(read('{}', 'json'), []);
  assert.deepEqual(read('[ ]', 'json'), []);
});

test('all that is wrong is told with its line', () => {
  const csv = 'key,value\na,1\n"b\nb",2\na,3\n,4\nc\nd,5,6\ne,"7"8\nf,9';
  assert.deepEqual(
    wrong(csv, 'csv').map(([line]) => line),
    [5, 6, 7, 8, 9],
  );
  assert.deepEqual(wrong(csv, 'csv').slice(2, 4), [
    [7, 'This row has 1 field, not two.'],
    [8, 'This row has 3 fields, not two.'],
  ]);
  assert.match(wrong(csv, 'csv')[0]?.[1] ?? '', /stands in line 2 already/);
  assert.deepEqual(wrong('a,1\n', 'csv'), [[1, 'The first line names the columns: key,value']]);
  assert.deepEqual(wrong('key;value\na;1\nb,2\n', 'csv'), [[3, 'This row has 1 field, not two.']]);
  assert.equal(wrong('', 'csv')[0]?.[0], 1);
  assert.deepEqual(wrong('key,value\na,1\nb,"x', 'csv'), [[3, 'A quote is never closed.']]);
  assert.match(wrong('key,value\na,nope', 'csv', 'json')[0]?.[1] ?? '', /not JSON/);
  assert.deepEqual(
    wrong(
      '[\n{"key":"a","value":1},\n{"key":"a","value":2},\n3,\n{"key":4,"value":1},\n{"key":"b"},\n{"key":"","value":1},\n{"key":"c","value":1,"more":2}\n]',
      'json',
    ).map(([line]) => line),
    [3, 4, 5, 6, 7, 8],
  );
  assert.match(wrong('{\n"a": 1,\n"b": nope}', 'json')[0]?.[1] ?? '', /^This is not JSON \(.*nope/s);
  const [[line, message]] = wrong('{\n"a": 1\n"b": 2}', 'json') as [[number | null, string]];
  assert.deepEqual([line, message.slice(0, 18)], [3, 'This is not JSON (']);
  assert.equal(wrong('"a"', 'json').length, 1);
  const long = `{"a":\n${JSON.stringify('x'.repeat(300_000))}}`;
  assert.match(wrong(long, 'json')[0]?.[1] ?? '', /at most/);
});
