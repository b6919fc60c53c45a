import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofName } from '../../renderer/i18n/elision';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';
import { networkOf } from '../../renderer/invitation/invitation-words';

/** Every string of a language, functions called with '2', which serves as a number and as a name. */
function strings(words: object): string[] {
  return Object.values(words).flatMap((word: unknown) => {
    if (typeof word === 'string') return [word];
    if (typeof word === 'function') return [said(word as (...args: unknown[]) => string)];
    return strings(word as object);
  });
}

function said(word: (...args: unknown[]) => string): string {
  return word('2', '2');
}

test('French has its spaces before high punctuation and inside its quotes', () => {
  for (const text of strings(fr)) {
    // 'hôte:4000' is an address, not a sentence.
    const sentence = text.replaceAll(/hôte:\S+|\d+(\.\d+)+:\d+/g, '');
    assert.doesNotMatch(sentence, /[^\u202f\u00a0][:;!?](\s|$)/, text);
    assert.doesNotMatch(sentence, /«[^\u202f]|[^\u202f]»/, text);
    assert.doesNotMatch(sentence, /'/, text);
  }
});

test('French elides before names that begin with a vowel, however it is written, or with a silent letter', () => {
  for (const name of ['Alice', 'Élise', 'E\u0301lise', 'Œdipe', 'Ülkü', 'Hugo', 'Yves', 'ada']) {
    assert.equal(ofName(name), `d’${name}`);
  }
  for (const name of ['Bob', 'Yann', 'Yasmine', 'Chloé', '8', '中']) assert.equal(ofName(name), `de ${name}`);
  assert.match(fr.detail.without('Alice', 'Bob'), /les modifications d’Alice et de Bob$/);
});

test('a percentage is written as its language writes it', () => {
  for (const { locale, updates } of [en, fr]) {
    const half = new Intl.NumberFormat(locale, { style: 'percent' }).format(0.5);
    // Editions of Intl differ in which no-break space French has.
    const [said, wanted] = [updates.downloading('1.2.3', 50), half].map((text) => text.replaceAll(/\s/g, ' '));
    assert.ok(said?.endsWith(`: ${wanted}`), locale);
  }
});

test('French agrees with what was found of a damaged database, be it one entry or more', () => {
  assert.deepEqual(['1 entrée', '2 entrées'].map(fr.saving.salvaged), [
    'Récupéré dans la base endommagée\u202f: 1 entrée.',
    'Récupéré dans la base endommagée\u202f: 2 entrées.',
  ]);
});

test('the highest port is written as it can be typed', () => {
  for (const { refusals } of [en, fr]) assert.match(refusals['bad-port'], / 65535\.$/);
});

test('a name of any direction leaves the rest of its sentence alone', () => {
  const invitation = { name: 'نور', addresses: ['192.0.2.1:3000'], private: false, takesKey: false };
  assert.equal(networkOf({ ...invitation, rule: 'latest' }, en), '\u2068نور\u2069’s network');
});
