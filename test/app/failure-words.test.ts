import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { failureWords } from '../../main/app/failure-words';
import { UsageError } from '../../main/config';
import { ProfileNewer } from '../../main/disk/newer';
import { ProfileHeld, ProfileUnusable } from '../../main/disk/profile';
import { Refused } from '../../main/store/refusal';

test('why a window does not open is told in French too, each reason in words of its own', () => {
  const reasons = [
    new UsageError('--port takes a number.'),
    new ProfileHeld('It is in use.'),
    new ProfileNewer('/profiles/1'),
    new ProfileUnusable('It cannot be written.'),
    new Refused('key-unreadable', 'It cannot be read.'),
    new Error('Something else.'),
  ];
  const said = reasons.map((error) => failureWords(error, error.message, 'fr-CA'));
  for (const [at, { message }] of reasons.entries()) assert.ok(said[at]?.endsWith(`\n\nEn anglais\u202f: ${message}`));
  assert.equal(new Set(said.map((text) => text.split('\n')[0])).size, reasons.length);
  assert.equal(failureWords(reasons[0], '--port takes a number.', 'en-GB'), '--port takes a number.');
});

test('the French of menus and dialogs has its spaces before high punctuation', () => {
  const literals = readdirSync('main/app').flatMap((file) => {
    const text = readFileSync(join('main/app', file), 'utf8');
    return [...text.matchAll(/(['`])(.*?)\1/g)].map(([, , literal = '']) => literal);
  });
  const french = literals.filter((literal) => /[’À-ÿœ]/.test(literal));
  assert.ok(french.length > 20);
  for (const text of french) assert.doesNotMatch(text, / [;:!?»]|« /, text);
});
