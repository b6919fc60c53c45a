import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Problem, type Rows, RowWriter, readRows } from '../../main/keys-file/rows';
import type { Row } from '../../main/net/server/export-page';
import { jsonValue, textValue } from '../../main/store/text';

type Format = 'json' | 'csv';
type As = 'text' | 'json';

function written(rows: Row[], format: Format, as: As = 'text'): string {
  const writer = new RowWriter(format, as);
  return writer.begin() + writer.write(rows) + writer.end();
}

/** Read in pieces of so many units. */
async function rowsOf(text: string, format: Format, as: As, units: number): Promise<Rows> {
  const all: Rows = { rows: [], lines: [], problems: [] };
  const pieces = async function* (): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += units) yield text.slice(at, at + units);
  };
  for await (const { rows, lines, problems } of readRows(pieces(), format, as)) {
    all.rows.push(...rows);
    all.lines.push(...lines);
    all.problems.push(...problems);
  }
  return all;
}

/** As in one piece, so in any others. */
async function readAnyhow(text: string, format: Format, as: As): Promise<Rows> {
  const whole = await rowsOf(text, format, as, text.length);
  for (const units of text.length > 1_000 ? [1_000] : [1, 2, 3, 7]) {
    assert.deepEqual(await rowsOf(text, format, as, units), whole);
  }
  return whole;
}

async function read(text: string, format: Format, as: As = 'text'): Promise<[string, string][]> {
  const { rows, problems } = await readAnyhow(text, format, as);
  assert.deepEqual(problems, []);
  return rows;
}

/** What is wrong, each as line and message. */
async function wrong(text: string, format: Format, as: As = 'text'): Promise<[number, string][]> {
  const { problems } = await readAnyhow(text, format, as);
  return problems.map(({ line, message }) => [line, message]);
}

const character = fc.constantFrom('a', ',', '"', '\r', '\n', ' ', '\\', '{', ']', 'é', '😀', '\u2028');
const anyText = fc.string({ unit: character, maxLength: 8 });
const key = fc.string({ unit: character, minLength: 1, maxLength: 8 });
const anyJson = fc.oneof(
  anyText.map(textValue),
  fc.jsonValue().map((value) => jsonValue(JSON.stringify(value))),
);
const uniqueKeys = { selector: ([name]: readonly [string, string]) => name, maxLength: 6 };

test('what is exported is imported as it was: JSON, CSV of texts, and CSV of JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(key, anyJson), uniqueKeys), async (rows) => {
      assert.deepEqual(await read(written(rows, 'json'), 'json'), rows);
      assert.deepEqual(await read(written(rows, 'csv', 'json'), 'csv', 'json'), rows);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(key, anyText.map(textValue)), uniqueKeys), async (rows) => {
      assert.deepEqual(await read(written(rows, 'csv'), 'csv'), rows);
    }),
  );
});

test('CSV is read as RFC 4180 and spreadsheets write it', async () => {
  const csv = 'value,key\r\n"a ""b"", c","k,1"\n\n01000,zip\r"two\r\nlines",two\r\n,empty';
  const rows = [
    ['k,1', '"a \\"b\\", c"'],
    ['zip', '"01000"'],
    ['two', '"two\\r\\nlines"'],
    ['empty', '""'],
  ];
  assert.deepEqual(await read(csv, 'csv'), rows);
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

test('CSV with semicolons is read too, as Excel writes it in French', async () => {
  const rows = [
    ['Temp', '"3,5"'],
    ['a;b', '"c\\nd"'],
  ];
  for (const csv of ['key;value\r\nTemp;3,5\r\n"a;b";"c\nd"\r\n', '\n"value";"key"\n3,5;Temp\n"c\nd";"a;b"'])
    assert.deepEqual(await read(csv, 'csv'), rows);
  // A Mac may write é as two characters.
  for (const head of ['clé;valeur', ' Valeur;CLÉ ', 'cle\u0301;Valeur'])
    assert.equal((await read(`${head}\na;a\n`, 'csv')).length, 1, head);
});

test('cells that are pasted from a spreadsheet are read, and the line that tells Excel what separates fields', async () => {
  assert.deepEqual(await read('Clé\tValeur\r\nTemp\t3,5; 4\r\n"a\tb"\tc\r\n', 'csv'), [
    ['Temp', '"3,5; 4"'],
    ['a\tb', '"c"'],
  ]);
  for (const [separator, line] of [
    [',', 'sep=,'],
    [';', 'sep=;'],
    ['\t', 'SEP=\t'],
  ] as const)
    assert.deepEqual(await read(`${line}\r\nkey${separator}value\r\na${separator}1`, 'csv'), [['a', '"1"']], line);
  assert.equal((await wrong('sep=;\nkey;value\na;1;2', 'csv'))[0]?.[0], 3, 'it counts as a line');
});

test('a blank row of a spreadsheet is no key', async () => {
  const rows = [
    ['a', '"1"'],
    ['b', '""'],
  ];
  assert.deepEqual(await read('key;value\r\na;1\r\n;\r\nb;\r\n;\r\n', 'csv'), rows);
  assert.deepEqual(await read('key,value\n"",""\na,1\n,\nb,""\n', 'csv'), rows);
});

test('JSON keeps the digits of numbers, and takes an object or an array', async () => {
  const values: [string, string][] = [
    ['n', '12345678901234567890'],
    ['o', '{"a":[1.50,"]}"]}'],
    ['__proto__', 'null'],
  ];
  assert.deepEqual(
    await read('{"n": 12345678901234567890, "o": {"a": [1.50, "]}"]},\n"__proto__": null}', 'json'),
    values,
  );
  const items = values.map(([name, json]) => `{"value" : ${json}, "key":${JSON.stringify(name)}}`);
  assert.deepEqual(await read(` [${items.join(' ,\n')} ] `, 'json'), values);
  assert.deepEqual(await read('{}', 'json'), []);
  assert.deepEqual(await read('[ ]', 'json'), []);
});

test('all that is wrong is told with its line', async () => {
  const csv = await wrong('key,value\na,1\n"b\nb",2\na,3\n,4\nc\nd,5,6\ne,"7"8\nf,9', 'csv');
  assert.deepEqual(
    csv.map(([line]) => line),
    [5, 6, 7, 8, 9],
  );
  assert.deepEqual(csv.slice(2, 4), [
    [7, 'Each row has two fields; this one has 1.'],
    [8, 'Each row has two fields; this one has 3.'],
  ]);
  assert.match(csv[0]?.[1] ?? '', /stands in line 2 already/);
  for (const text of ['a,1\n', 'key|value\na|1\n'])
    assert.deepEqual(await wrong(text, 'csv'), [
      [1, 'The first line names the columns, with a comma, a semicolon or a tab between them: key,value'],
    ]);
  assert.deepEqual(await wrong('key;value\na;1\nb,2\n', 'csv'), [[3, 'Each row has two fields; this one has 1.']]);
  assert.deepEqual((await wrong('', 'csv'))[0]?.[0], 1);
  assert.deepEqual(await wrong('key,value\na,1\nb,"x', 'csv'), [[3, 'A quote is never closed.']]);
  assert.match((await wrong('key,value\na,nope', 'csv', 'json'))[0]?.[1] ?? '', /not JSON/);
  const json = await wrong(
    '[\n{"key":"a","value":1},\n{"key":"a","value":2},\n3,\n{"key":4,"value":1},\n{"key":"b"},\n{"key":"","value":1},\n{"key":"c","value":1,"more":2}\n]',
    'json',
  );
  assert.deepEqual(
    json.map(([line]) => line),
    [3, 4, 5, 6, 7, 8],
  );
  const long = `{"a":\n${JSON.stringify('x'.repeat(300_000))}}`;
  assert.match((await wrong(long, 'json'))[0]?.[1] ?? '', /at most/);
});

test('what is not JSON is told with the line of the item, behind what was wrong before', async () => {
  const [first, second] = await wrong('{\n"": 1,\n"b": nope,\n"c": 3}', 'json');
  assert.deepEqual(first, [2, 'A key has at least one character.']);
  assert.equal(second?.[0], 3);
  assert.match(second?.[1] ?? '', /^This is not JSON \(.*nope/s);
  for (const [text, line] of [
    ['\n"a"', 2],
    ['', 1],
    ['{"a": 1\n', 1],
    ['{"a": 1,\n', 2],
    ['{"a": "x', 1],
    ['{"a": 1]', 1],
    ['["a"}', 1],
    ['{"a": 1,\n}', 2],
    ['[,\n{"key":"a","value":1}]', 1],
    ['{"a": 1}\n{"b": 2}', 2],
    ['{"a": 1 "b": 2}', 1],
    ['{\n"a": 1\n"b": 2}', 3],
    ['{"z": 0,\n\n"a": [1,\n\n2 3]}', 5],
    ['{"a": [1}}', 1],
    ['\0{}', 1],
  ] as const) {
    const found = await wrong(text, 'json');
    assert.deepEqual(
      found.map(([line]) => line),
      [line],
      text,
    );
    assert.match(found[0]?.[1] ?? '', /not JSON|neither an object nor an array/);
    // Which the reader counts from the item on.
    assert.doesNotMatch(found[0]?.[1] ?? '', /position/);
  }
});

test('a row without an end is not read for ever', async () => {
  let read = 0;
  const endless = async function* (begin: string): AsyncGenerator<string> {
    for (yield begin; ; read += 1) yield 'x'.repeat(100_000);
  };
  const code = 'not-a-row';
  for (const [begin, format, message] of [
    ['{\n"a": "', 'json', 'This is too long for a key and its value.'],
    ['key,value\na,', 'csv', 'This row is too long for a key and its value.'],
    ['key,value\na,"', 'csv', 'A quote is never closed.'],
  ] as const) {
    const problems: Problem[] = [];
    for await (const rows of readRows(endless(begin), format, 'text')) problems.push(...rows.problems);
    assert.deepEqual(problems.at(-1), { line: 2, code, message });
  }
  assert.ok(read < 100);
});
