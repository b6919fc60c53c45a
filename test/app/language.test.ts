import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LanguageSetting } from '../../main/app/language';
import { MemoryDisk } from '../../main/disk/memory';
import { Refused } from '../../main/store/refusal';

test("the window speaks its system's language until its user chooses one, which the profile keeps", async () => {
  const disk = new MemoryDisk();
  let told = 0;
  const language = await LanguageSetting.read(disk, () => (told += 1), 'fr-CA');
  assert.deepEqual([language.chosen, language.current], ['system', 'fr']);
  await language.choose('en');
  assert.deepEqual([language.chosen, language.current, told], ['en', 'en', 1]);
  const kept = await LanguageSetting.read(disk, () => {}, 'fr-CA');
  assert.deepEqual([kept.chosen, kept.current], ['en', 'en']);
  await disk.writeNote('language', 'de');
  assert.equal((await LanguageSetting.read(disk, () => {}, 'fr-CA')).current, 'fr', 'one of a later version');
});

test('a language is spoken at once, also where the disk does not keep it, which is told', async () => {
  const disk = new MemoryDisk();
  disk.writeNote = () => Promise.reject(new Refused('disk', 'The disk is full.'));
  let told = 0;
  const language = await LanguageSetting.read(disk, () => (told += 1), 'en-GB');
  await assert.rejects(language.choose('fr'), { code: 'disk' });
  assert.deepEqual([language.chosen, language.current, told], ['fr', 'fr', 1]);
});
