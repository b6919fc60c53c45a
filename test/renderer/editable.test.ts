import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editableOf, jsonProblem, toPut, valueText } from '../../renderer/editable';

const textOf = (text: string) => editableOf({ json: JSON.stringify(text), kind: 'text' });

test('a text is edited bare', () => {
  assert.deepEqual(textOf('01000\n"é"'), { mode: 'text', text: '01000\n"é"', crlf: false });
});

test('a big integer is edited as its own JSON text', () => {
  const json = '[123456789012345678901234567890]';
  assert.deepEqual(editableOf({ json, kind: 'list' }), { mode: 'json', text: json, crlf: false });
});

test('CR LF line ends come back on saving, mixed ones are edited as JSON', () => {
  const editable = textOf('a\r\nb');
  assert.equal(editable.text, 'a\nb');
  assert.deepEqual(toPut('a\nb\nc', editable), { text: 'a\r\nb\r\nc' });
  assert.deepEqual(textOf('a\r\nb\nc'), { mode: 'json', text: '"a\\r\\nb\\nc"', crlf: false });
  assert.equal(textOf('a\rb').mode, 'json');
});

test('JSON is checked, not rewritten', () => {
  assert.equal(jsonProblem('{"a": 1.0}'), null);
  assert.ok(jsonProblem('{"a":'));
  assert.deepEqual(toPut('{"a": 1.0}', { mode: 'json', crlf: false }), { json: '{"a": 1.0}' });
});

test('a text is copied byte for byte, any other value as its JSON', () => {
  assert.equal(valueText({ json: '"a\\r\\nb\\rc"', kind: 'text' }), 'a\r\nb\rc');
  assert.equal(valueText({ json: '12345678901234567890', kind: 'number' }), '12345678901234567890');
});
