import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  factWords,
  markWords,
  newNetworkWords,
  nextWords,
  previewLines,
  refusalWords,
  refusedWords,
  restoredWords,
  schedules,
  scheduleWords,
} from '../../renderer/backups/backup-words';
import type { Backup } from '../../renderer/bridge';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';

const MINUTE = 60_000;
const header = { name: 'Ada', rule: 'latest', time: 0, entries: 1204 } as const;
const backup: Backup = { id: 'a', name: 'a', size: 82_000, header, own: true, verified: null, problem: null };

test('when the next is due is told in whole minutes, and only if one is made unasked', () => {
  assert.equal(nextWords({ due: 15 * MINUTE }, -500, en), 'in 15\u00a0min, if something changes');
  assert.equal(nextWords({ due: 15 * MINUTE }, 15 * MINUTE, en), 'within a minute, if something has changed');
  assert.equal(nextWords({ due: 60 * MINUTE }, 0, fr), 'dans 1\u00a0h, si quelque chose change');
  assert.equal(nextWords({ due: null }, 0, en), 'only when asked for');
});

test('a schedule that is no usual one can be seen and kept', () => {
  assert.deepEqual(schedules(null), [5, 15, 30, 60, 240, 1440]);
  assert.deepEqual(schedules(90), [5, 15, 30, 60, 90, 240, 1440]);
  const said = [15, 60, 90, 240, 1440].map((minutes) => scheduleWords(minutes, en).replace('\u00a0', ' '));
  assert.deepEqual(said, ['every 15 min', 'every hour', 'every 90 min', 'every 4 h', 'every day']);
});

test('a backup tells its entries and size, and whose it is where it is not our own', () => {
  assert.equal(factWords(backup, 'latest', en), '1,204 entries · 80\u00a0KB');
  assert.equal(factWords({ ...backup, own: false }, 'first', en), '1,204 entries · 80\u00a0KB · of Ada · rule latest');
  assert.equal(factWords({ ...backup, header: null }, 'latest', fr), '80\u00a0Ko');
});

test('whether a backup is good is told in words', () => {
  const said = (changes: Partial<Backup>): string => markWords({ ...backup, ...changes }, 5 * MINUTE, en).text;
  assert.equal(said({}), 'not verified yet');
  assert.equal(said({ verified: 0 }), 'verified');
  assert.equal(said({ header: null }), 'cannot be read');
  assert.equal(said({ problem: { code: 'bad-backup', message: '' } }), 'damaged: take another one');
  assert.equal(said({ problem: { code: 'newer-backup', message: '' } }), 'of a newer version of the app');
  const { hint, tone } = markWords({ ...backup, verified: 0 }, 5 * MINUTE, en);
  assert.deepEqual([hint, tone], ['Read through and found good 5\u00a0min ago', 'ok']);
});

test('a preview agrees with its numbers, and with the rule', () => {
  const preview = { keys: 2, newKeys: 1, changedKeys: 1, newerHere: 2, conflicts: 1, newEntries: 3, tooNew: 0 };
  assert.deepEqual(previewLines(preview, 'latest', en), [
    [2, 'keys in the backup'],
    [1, 'new here'],
    [1, 'gets the value of the backup'],
    [2, 'newer here, and stay'],
    [1, 'new conflict'],
    [3, 'entries to merge, history among them'],
  ]);
  assert.deepEqual(previewLines(preview, 'first', fr)[3], [2, 'plus anciennes ici, et restent']);
});

test('what came of restoring is told, with what was left out', () => {
  assert.equal(restoredWords({ added: 1, tooNew: 0 }, en), 'Restored: 1 entry was new.');
  assert.equal(restoredWords({ added: 0, tooNew: 0 }, fr), 'Rien n’était nouveau.');
  assert.match(restoredWords({ added: 5, tooNew: 2 }, en), /^Restored: 5 .* 2 entries are stamped in the future/);
  const made = newNetworkWords({ added: 3, tooNew: 0, profile: '2' }, en);
  assert.equal(made, 'The new network opens in its own window, with 3 entries. It is kept as profile 2.');
});

test('a refusal says what to do about the backup, and a cancelling what stays', () => {
  assert.match(refusalWords({ code: 'other-rule' }, en), /Restore it as a new network\.$/);
  assert.equal(refusalWords({ code: 'bad-backup' }, en), 'The backup is damaged. Take another one.');
  assert.match(refusedWords({ code: 'cancelled' }, false, en), /What was restored so far stays/);
  assert.equal(refusedWords({ code: 'cancelled' }, true, fr), 'Annulé\u202f: aucun réseau n’a été créé.');
});
