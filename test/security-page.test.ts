import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const page = readFileSync('docs/security.md', 'utf8');

/** The last cell of each row of the threats. */
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split(' | ').at(-1)?.replace(/ \|$/, '') ?? '');

/** Titles and their files, in the order in which a cell names them. */
function named(cell: string): [file: string, title: string][] {
  let file = '';
  return cell.split('; ').map((part) => {
    const [, path, title] = /^(?:`([^`]+)`: )?(.*)$/.exec(part) ?? [];
    file = path ?? file;
    return [file, title ?? ''];
  });
}

test('every test that the page on security names is there', () => {
  const all = cells.flatMap(named);
  assert.ok(all.length >= cells.length && cells.length > 10);
  for (const [file, title] of all) {
    assert.ok(readFileSync(join('test', file), 'utf8').includes(title), `${file} has no test '${title}'`);
  }
});
