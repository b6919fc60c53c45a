import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryItem } from '../../renderer/bridge';
import { whyOf } from '../../renderer/detail/why';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';

function item(role: HistoryItem['role'], name: string, deleted = false): HistoryItem {
  const by = { name, self: false, script: false };
  return { role, by, deleted, stamp: name, time: 0, kind: 'text', preview: '' };
}

test('what the winner had not seen is called a change: whoever deleted the key left no value', () => {
  const [ada, bob, yves] = [item('now', 'Ada'), item('conflict', 'Bob', true), item('conflict', 'Yves')];
  const why = (text: typeof en, ...losers: HistoryItem[]): string =>
    whyOf(ada, [ada, ...losers], 'latest', text).replace(/[\u2068\u2069]/g, '');
  assert.equal(why(en, bob), ', without having seen Bob’s change');
  assert.equal(why(en, bob, yves), ', without having seen Bob and Yves’s changes');
  assert.equal(why(fr, bob), ', sans avoir vu la modification de Bob');
  assert.equal(why(fr, bob, yves), ', sans avoir vu les modifications de Bob et d’Yves');
});
