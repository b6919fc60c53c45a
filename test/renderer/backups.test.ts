import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  factWords,
  isAllHere,
  markWords,
  newNetworkWords,
  nextWords,
  previewLines,
  putBackWords,
  refusalWords,
  refusedWords,
  restoredWords,
  schedules,
  scheduleWords,
  stayingKeys,
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
  assert.equal(
    factWords({ ...backup, own: false }, 'first', en),
    '1,204 entries · 80\u00a0KB · of \u2068Ada\u2069 · rule latest',
  );
  assert.equal(factWords({ ...backup, header: null }, 'latest', fr), '80\u00a0Ko');
  assert.match(factWords({ ...backup, own: false }, 'latest', fr), / · d’\u2068Ada\u2069$/);
  const of = (name: string): string => factWords({ ...backup, own: false, header: { ...header, name } }, 'first', fr);
  assert.match(of('Bob'), / · de \u2068Bob\u2069 · /);
  // No node has such a name, but a forged file may.
  assert.match(of('Bob\u2069\u202e'), / · de \u2068Bob\\u2069\u202e\u2069 · /);
});

test('whether a backup is good is told in words', () => {
  const said = (changes: Partial<Backup>): string => markWords({ ...backup, ...changes }, 5 * MINUTE, en).text;
  assert.equal(said({}), 'not verified yet');
  assert.equal(said({ verified: 0 }), 'verified');
  assert.equal(said({ header: null }), 'cannot be read');
  assert.equal(said({ problem: { code: 'bad-backup', message: '' } }), 'damaged: take another one');
  assert.equal(said({ problem: { code: 'newer-backup', message: '' } }), 'from a newer version of the app');
  const { hint, tone } = markWords({ ...backup, verified: 0 }, 5 * MINUTE, en);
  assert.deepEqual([hint, tone], ['Read through and found good 5\u00a0min ago', 'ok']);
});

test('a preview tells in agreement with its numbers what there is to tell', () => {
  const none = { newKeys: 0, changedKeys: 0, conflicts: 0, newEntries: 0, tooNew: 0 };
  const same = { ...none, keys: 0, deletedHere: 0, otherHere: 0, setHere: 0, onlyHere: 0 };
  const preview = { ...same, keys: 5, changedKeys: 1, deletedHere: 1, otherHere: 2, onlyHere: 3, newEntries: 3 };
  assert.deepEqual(previewLines(preview, en), [
    [5, 'keys in the backup'],
    [1, 'gets the value of the backup'],
    [1, 'deleted here since'],
    [2, 'have another value here'],
    [3, 'only here'],
    [3, 'entries to merge, history among them'],
  ]);
  assert.deepEqual(previewLines({ ...preview, deletedHere: 2 }, fr)[2], [2, 'supprimées ici depuis']);
  assert.deepEqual(previewLines(same, en), [[0, 'keys in the backup']]);
  assert.equal(stayingKeys({ ...preview, setHere: 1 }), 4);
  const all = [
    { ...same, onlyHere: 2 },
    { ...same, setHere: 1 },
    { ...same, newEntries: 1 },
  ].map(isAllHere);
  assert.deepEqual(all, [true, false, false]);
});

test('what came of restoring is told, with what was left out', () => {
  assert.equal(restoredWords({ added: 1, tooNew: 0 }, en), 'Restored: 1 entry was new.');
  assert.equal(restoredWords({ added: 0, tooNew: 0 }, fr), 'Rien n’était nouveau.');
  assert.match(restoredWords({ added: 5, tooNew: 2 }, en), /^Restored: 5 .* 2 entries are stamped in the future/);
  const putBack = putBackWords({ added: 0, tooNew: 0, written: 2 }, en);
  assert.match(
    putBack,
    /^Put back: 2 keys are as in the backup again\. To undo this, put back the newest backup in the list,/,
  );
  assert.match(putBackWords({ added: 1, tooNew: 0, written: 1 }, fr), /^Restauré.*1\u00a0clé est de nouveau/);
  const made = newNetworkWords({ added: 3, tooNew: 0, profile: '2' }, en);
  assert.equal(made, 'The new network opens in its own window, with 3 entries. It is kept as profile 2.');
});

test('a refusal says what to do about the backup, and a cancelling what stays', () => {
  assert.match(refusalWords({ code: 'other-rule' }, en), /Restore it as a new network\.$/);
  assert.equal(refusalWords({ code: 'bad-backup' }, en), 'The backup is damaged. Take another one.');
  assert.match(refusedWords({ code: 'cancelled' }, 'restore', en), /What was restored so far stays/);
  assert.match(refusedWords({ code: 'cancelled' }, 'put-back', en), /To undo that, put back the newest backup/);
  assert.equal(refusedWords({ code: 'cancelled' }, 'restore-as-new', fr), 'Annulé\u202f: aucun réseau n’a été créé.');
});
