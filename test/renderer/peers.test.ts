import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerStatus, RefusalCode } from '../../renderer/bridge';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';
import { isDoorNews } from '../../renderer/peers/door-note';
import { linkFacts } from '../../renderer/peers/peer-facts';
import { hintWords, nextWords } from '../../renderer/peers/peer-hint';
import { shelve } from '../../renderer/peers/peer-order';
import { lacksKey, peerWords, retryWords } from '../../renderer/peers/peer-words';
import { NOW, peer } from './peer';

test('who is there comes first, whom one has just linked before all, and whom nobody waits for apart', () => {
  const away = peer({ id: 'away', state: 'unreachable', away: true });
  const lost = peer({ id: 'lost', state: 'unreachable' });
  const told = peer({ id: 'told', learnedFrom: 'Bob' });
  const { shown, away: apart } = shelve([away, lost, peer({ id: 'old' }), told, peer({ id: 'new' })]);
  assert.deepEqual([shown.map(({ id }) => id), apart], [['new', 'old', 'told', 'lost'], [away]]);
  const paused = peer({ id: 'paused', state: 'paused', lastSeen: NOW });
  assert.deepEqual(shelve([lost, peer({ id: 'old' }), paused, peer({ id: 'new' })]).shown[1], paused, 'it stays there');
  const lostThen = peer({ ...paused, lastError: { code: 'closed', message: '', at: NOW + 1 } });
  assert.deepEqual(shelve([lostThen, peer({ id: 'there' })]).shown.at(-1), lostThen, 'and so does who was not');
  assert.deepEqual(shelve([{ ...away, state: 'in-sync' }]).away, [], 'who is there is among the others');
  assert.equal(shelve([{ ...away, state: 'paused' }]).away.length, 1, 'to pause all brings up nobody');
});

test('whom others told of are found by name, as a class makes many of them at once', () => {
  const told = ['Node 10', 'élise', 'Node 2', 'Zoé', 'Eliott'].map((name) => peer({ name, learnedFrom: 'Bob' }));
  const away = told.map((one): PeerStatus => ({ ...one, state: 'unreachable', away: true }));
  const names = (peers: readonly PeerStatus[]): (string | null)[] => peers.map(({ name }) => name);
  const inOrder = ['Eliott', 'élise', 'Node 2', 'Node 10', 'Zoé'];
  const { shown, away: apart } = shelve([...told, ...away, peer({ name: 'Ada' }), peer({ name: 'Bob' })]);
  assert.deepEqual([names(shown), names(apart)], [['Bob', 'Ada', ...inOrder], inOrder]);
});

test('an idle peer looks like no other, and can be asked for', () => {
  const idle = peer({ state: 'idle', learnedFrom: 'Ada' });
  assert.deepEqual(peerWords(idle, en), { text: 'Idle', tone: 'quiet', icon: 'moon' });
  assert.equal(peerWords(idle, fr).text, 'En réserve');
  assert.equal(hintWords(idle, NOW, en), 'Known but not linked: there are enough links. Learned from Ada.');
  assert.equal(retryWords(idle, en)?.of('Bob'), 'Link: Bob');
  assert.equal(retryWords(peer({ state: 'unreachable' }), en)?.of('Bob'), 'Retry now: Bob');
  assert.equal(retryWords(peer({}), en), null);
});

test('a paused peer says whose choice it is, and when it is dialled', () => {
  const [here, there] = [peer({ state: 'paused' }), peer({ state: 'paused-there', nextTry: NOW + 8_000 })];
  assert.deepEqual(peerWords(here, en), { text: 'Paused', tone: 'quiet', icon: 'pause' });
  assert.deepEqual(peerWords(there, en), { text: 'Bob paused the link', tone: 'quiet', icon: 'pause' });
  assert.equal(peerWords(there, fr).text, 'Bob a suspendu le lien');
  assert.equal(hintWords(here, NOW, en), 'There is no link until you resume.');
  assert.equal(nextWords(there, NOW, en), 'Next try in 8\u00a0s.');
  assert.deepEqual([retryWords(here, en), retryWords(there, en)?.of('Bob')], [null, 'Retry now: Bob']);
});

test('a peer is told in words', () => {
  const words = (parts: Partial<PeerStatus>): string => peerWords(peer(parts), en).text;
  assert.equal(words({ latency: 0.4 }), 'In sync · 1\u00a0ms');
  assert.equal(words({ state: 'syncing', toReceive: 412, latency: 3 }), 'Receiving, 412 left · 3\u00a0ms');
  assert.equal(words({ state: 'syncing', toSend: 5 }), 'Sending, 5 left');
  assert.equal(words({ state: 'syncing' }), 'Comparing…');
  assert.equal(words({ state: 'course', refused: 3 }), 'Course node · refused 3 changes');
  assert.equal(words({ state: 'other-rule', rule: 'first' }), 'Other rule (first)');
  const why = { code: 'nobody-there', message: 'ECONNREFUSED' } as const;
  assert.equal(words({ state: 'unreachable', why }), 'Unreachable: nobody answers at that address');
  const broken = { code: 'bad-request', message: 'It sent what the protocol does not allow.' } as const;
  assert.equal(words({ state: 'unreachable', why: broken }), 'Unreachable: it sent what the protocol does not allow');
  assert.equal(
    peerWords(peer({ state: 'unreachable', why }), fr).text,
    'Injoignable\u202f: personne ne répond à cette adresse',
  );
});

test('a course node whose script keeps something back is told what is to be mended in it', () => {
  const why = { code: 'bad-keys', message: "Its 'keys' calls back an object." } as const;
  const course = peer({ state: 'course', refused: 1, why });
  assert.deepEqual(peerWords(course, en), {
    text: 'Course node · refused 1 change',
    tone: 'wait',
    icon: 'warning',
  });
  assert.match(hintWords(course, NOW, en), /^Its ‘keys’ .*callback\(Object\.keys\(db\)\)\.$/);
  assert.match(hintWords(course, NOW, fr), /^Son «\u202fkeys\u202f» .*callback\(Object\.keys\(db\)\)\.$/);
  const fine = peer({ state: 'course' });
  assert.deepEqual([peerWords(fine, en).icon, hintWords(fine, NOW, en)], ['brackets', '']);
});

test('how a link does is told in numbers', () => {
  const traffic = { messagesIn: 1, messagesOut: 1234, bytesIn: 812, bytesOut: 1_258_291 };
  const linked = peer({ latency: 2.4, skew: 1.9, toReceive: 412, toSend: 3, fingerprint: '7c1e09af', traffic });
  assert.deepEqual(linkFacts(linked, en), [
    ['Latency', '2\u00a0ms'],
    ['Clock', 'as here'],
    ['Entries', '412 to receive, 3 to send'],
    ['Received', '812\u00a0B in 1 message'],
    ['Sent', '1.2\u00a0MB in 1,234 messages'],
  ]);
  assert.deepEqual(linkFacts({ ...linked, skew: -90_000 }, fr).slice(1, 4), [
    ['Horloge', '1\u00a0min de retard'],
    ['Entrées', '412 à recevoir, 3 à envoyer'],
    ['Reçu', '812\u00a0o en 1\u00a0message'],
  ]);
  assert.deepEqual(linkFacts({ ...linked, skew: 40 }, en)[1], ['Clock', '40\u00a0ms ahead']);
  assert.deepEqual(linkFacts(peer({ state: 'unreachable' }), en), []);
  const told = { learnedFrom: 'Ada', linkedSince: NOW };
  assert.deepEqual(linkFacts(peer(told), fr), [['Signalé par', 'Ada']]);
  assert.equal(hintWords(peer(told), NOW, en), '');
  assert.deepEqual(linkFacts(peer({ ...told, state: 'unreachable', linkedSince: null }), en), []);
  const course = { state: 'course', refusedKey: 'Ville' } as const;
  const facts = (refused: number, text = en): string[] =>
    linkFacts(peer({ ...course, refused }), text).map(([, fact]) => fact.replace(/[\u2068\u2069]/g, ''));
  assert.deepEqual(facts(1), ['“Ville”']);
  assert.deepEqual(facts(3, fr), ['3\u00a0modifications, la dernière de «\u202fVille\u202f»']);
});

test('where it is the network key that hinders a link, its card leads to it', () => {
  const why = (code: RefusalCode) => peer({ state: 'unreachable', why: { code, message: '' } });
  for (const code of ['wrong-key', 'no-key', 'private-network', 'open-network'] as const) {
    assert.equal(lacksKey(why(code)), true, code);
  }
  assert.equal(lacksKey(why('nobody-there')), false);
  assert.equal(lacksKey(peer({})), false);
});

test('the next try counts down on a line of its own, which always says something', () => {
  const away = peer({ state: 'unreachable', lastSeen: NOW - 7_200_000, learnedFrom: 'Bob' });
  assert.equal(hintWords(away, NOW, en), 'Seen 2\u00a0h ago, learned from Bob.');
  const lastWeek = peer({ state: 'unreachable', lastSeen: NOW - 5 * 86_400_000 });
  assert.equal(hintWords(lastWeek, NOW, fr), 'Vu le 9 nov.', 'with one full stop');
  assert.equal(hintWords(lastWeek, NOW, en), 'Seen 9 Nov.');
  const next = (ms: number): string | null => nextWords({ ...away, nextTry: NOW + ms }, NOW, en);
  assert.deepEqual([7_500, 1_000, 500, -1].map(next), [
    'Next try in 7\u00a0s.',
    'Next try in 1\u00a0s.',
    'Trying now.',
    'Trying now.',
  ]);
  assert.equal(nextWords(away, NOW, en), null);
  assert.equal(hintWords(peer({ state: 'unreachable' }), NOW, en), 'Never seen.');
});

test('who was turned away is news for ten minutes', () => {
  assert.deepEqual(
    [0, 599_000, 600_000].map((ago) => isDoorNews(NOW - ago, NOW)),
    [true, true, false],
  );
  assert.equal(isDoorNews(null, NOW), false);
});
