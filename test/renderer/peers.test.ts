import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerStatus, RefusalCode } from '../../renderer/bridge';
import { networkWords, unbroken } from '../../renderer/header/network-words';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';
import { waitsHere } from '../../renderer/peers/clocks';
import { isDoorNews } from '../../renderer/peers/door-note';
import { linkFacts } from '../../renderer/peers/peer-facts';
import { hintWords, nextWords } from '../../renderer/peers/peer-hint';
import { shelve } from '../../renderer/peers/peer-order';
import { lacksKey, peerWords, retryWords } from '../../renderer/peers/peer-words';

const NOW = 1_700_000_000_000;

function peer(parts: Partial<PeerStatus>): PeerStatus {
  return {
    id: 'p',
    name: 'Bob',
    address: 'localhost:4000',
    state: 'in-sync',
    why: null,
    toReceive: 0,
    toSend: 0,
    total: 0,
    latency: null,
    skew: null,
    ahead: null,
    traffic: null,
    linkedSince: null,
    catchUp: null,
    fingerprint: null,
    refused: 0,
    refusedKey: null,
    lastSeen: null,
    lastError: null,
    learnedFrom: null,
    away: false,
    nextTry: null,
    rule: null,
    ...parts,
  };
}

const network = (...peers: PeerStatus[]): string => networkWords({ peers, listenProblem: null }, en).text;

test('the network is told in words', () => {
  assert.equal(network(), 'Alone: no peer yet');
  assert.equal(network(peer({}), peer({})), 'In sync with 2 of 2');
  assert.equal(
    network(peer({}), peer({ state: 'syncing', toReceive: 400, toSend: 12 }), peer({ state: 'linking' })),
    'In sync with 1 of 3 · 412 entries to go',
  );
  assert.equal(network(peer({ state: 'unreachable' })), 'Alone: 1 peer unreachable');
});

test('who was told of by others alone keeps nobody from being in sync', () => {
  const away = peer({ state: 'unreachable', learnedFrom: 'Bob', away: true });
  const told = networkWords({ peers: [peer({}), ...Array.from({ length: 9 }, () => away)], listenProblem: null }, en);
  assert.deepEqual([told.text, told.tone], ['In sync with 1 of 1', 'ok']);
  assert.equal(network(peer({ state: 'course' }), away), '1 course node');
  assert.equal(network(away, away), 'Alone: 2 peers unreachable');
  assert.equal(network({ ...away, state: 'linking' }), 'Linking…');
  assert.equal(peerWords(away, en).tone, 'quiet');
});

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

test('a partial cut says how many are gone, and is no work in progress', () => {
  const lost = peer({ state: 'unreachable' });
  const cut = networkWords({ peers: [peer({}), peer({}), lost, lost, lost], listenProblem: null }, en);
  assert.deepEqual(cut, { text: 'In sync with 2 of 5 · 3 unreachable', tone: 'wait', icon: 'warning' });
  const busy = networkWords({ peers: [peer({ state: 'syncing', toSend: 3 }), lost], listenProblem: null }, fr);
  assert.equal(busy.text, 'À jour avec 0 sur 2 · restent 3\u00a0entrées · 1\u00a0injoignable');
  assert.equal(busy.icon, 'arc');
});

test('on several lines the state keeps a number with what it counts, and begins no line with a dot', () => {
  const parts = (words: string): string[] => unbroken(words).split(' ');
  assert.deepEqual(parts('In sync with 1 of 2 · 3 entries to go').slice(2), [
    'with\u00a01\u00a0of\u00a02\u00a0·',
    '3\u00a0entries',
    'to',
    'go',
  ]);
  assert.deepEqual(parts('À jour avec 1 sur 2 · 1 en réserve').slice(2), [
    'avec\u00a01\u00a0sur\u00a02\u00a0·',
    '1\u00a0en',
    'réserve',
  ]);
});

test('who does not answer is not in sync, and says for how long nothing came', () => {
  const silent = peer({ state: 'silent', lastSeen: NOW - 4_200 });
  assert.equal(network(peer({}), silent, silent), 'In sync with 1 of 3 · 2 not answering');
  assert.equal(networkWords({ peers: [silent], listenProblem: null }, fr).icon, 'warning');
  assert.equal(peerWords(silent, en).text, 'No answer');
  assert.equal(hintWords(silent, NOW, en), 'Nothing came for 4\u00a0s; a new link is being tried.');
  assert.match(hintWords(silent, NOW - 4_100, fr), /^Rien reçu depuis 1\u00a0s/);
});

test('who is linked to a course node is not alone', () => {
  const lost = peer({ state: 'unreachable' });
  assert.equal(network(lost, lost, peer({ state: 'course' })), '2 unreachable · 1 course node');
});

test('one entry that is to go to five peers is one', () => {
  const behind = peer({ state: 'syncing', toSend: 1 });
  assert.equal(network(behind, behind, peer({ ...behind, toSend: 2 })), 'In sync with 0 of 3 · 2 entries to go');
});

test('a course node is never counted as in sync', () => {
  assert.equal(network(peer({ state: 'course' })), '1 course node');
  assert.equal(network(peer({ state: 'course' }), peer({})), 'In sync with 1 of 1 · 1 course node');
});

test('a peer of another rule is not waited for', () => {
  const other = peer({ state: 'other-rule', rule: 'first' });
  assert.equal(network(other), 'Alone: the peer has another rule');
  assert.equal(network(other, other), 'Alone: 2 peers have another rule');
  assert.equal(network(peer({}), other), 'In sync with 1 of 1 · 1 with another rule');
  assert.equal(network(peer({ state: 'course' }), other), '1 course node · 1 with another rule');
  assert.equal(network(peer({ state: 'unreachable' }), other), 'Alone: 1 peer unreachable · 1 with another rule');
  const told = networkWords({ peers: [peer({}), other], listenProblem: null }, fr);
  assert.deepEqual([told.text, told.tone], ['À jour avec 1 sur 1 · 1\u00a0avec une autre règle', 'ok']);
});

test('an idle peer is neither waited for nor counted as out of sync', () => {
  const idle = peer({ state: 'idle' });
  const told = networkWords({ peers: [peer({}), idle, idle], listenProblem: null }, en);
  assert.deepEqual([told.text, told.tone], ['In sync with 1 of 1 · 2 idle', 'ok']);
  assert.equal(network(peer({ state: 'syncing', toSend: 3 }), idle), 'In sync with 0 of 1 · 3 entries to go · 1 idle');
  assert.equal(network(peer({ state: 'course' }), idle), '1 course node · 1 idle');
  assert.equal(
    networkWords({ peers: [peer({}), idle], listenProblem: null }, fr).text,
    'À jour avec 1 sur 1 · 1 en réserve',
  );
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

test('who is paused, by either side, is neither waited for nor unreachable', () => {
  const [here, there] = [peer({ state: 'paused' }), peer({ state: 'paused-there' })];
  const told = networkWords({ peers: [peer({}), peer({}), here], listenProblem: null }, en);
  assert.deepEqual([told.text, told.tone], ['In sync with 2 of 2 · 1 paused', 'ok']);
  assert.equal(network(peer({ state: 'unreachable' }), there), 'Alone: 1 peer unreachable · 1 paused');
  assert.equal(network(here), 'Alone: the link is paused');
  assert.equal(network(here, there), 'Alone: 2 links paused');
  const away = peer({ state: 'unreachable', away: true });
  assert.equal(network(here, away), 'Alone: the link is paused', 'who is away is no company');
  const pausedAway = peer({ state: 'paused', away: true });
  assert.equal(network(here, pausedAway, pausedAway), 'Alone: the link is paused');
  assert.equal(network(pausedAway, pausedAway), 'Alone: 2 links paused');
  assert.equal(network(peer({}), here, pausedAway), 'In sync with 1 of 1 · 1 paused');
  assert.equal(network(away, pausedAway), 'Alone: 1 peer unreachable');
  const all = networkWords({ peers: [here, there], listenProblem: null }, fr).text;
  assert.equal(all, 'Seul\u202f: 2\u00a0liens suspendus');
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

test('a wrong clock is told, and is nothing to wait for', () => {
  const wrong = peer({ state: 'clock-wrong', skew: 3_600_000, ahead: 3_600_000 });
  assert.equal(network(peer({}), wrong), 'In sync with 1 of 2 · clock wrong');
  assert.equal(networkWords({ peers: [wrong], listenProblem: null }, en).tone, 'bad');
});

test('of a clock that was wrong and is set right it is told what waits, not that it is wrong', () => {
  const ahead = 3_600_000;
  const there = peer({ state: 'clock-wrong', skew: 2, ahead });
  const here = peer({ state: 'clock-wrong', skew: 2, ahead: -ahead });
  for (const set of [there, here]) assert.equal(peerWords(set, en).text, 'Entries stamped 1\u00a0h ahead');
  assert.equal(peerWords(here, fr).text, 'Entrées datées avec 1\u00a0h d’avance');
  assert.match(hintWords(there, NOW, en), /^It has entries from a clock that was ahead/);
  assert.match(hintWords(here, NOW, fr), /^Ce nœud a des entrées d’une horloge qui avançait/);
  assert.equal(network(there), 'In sync with 0 of 1 · entries stamped ahead');
  assert.deepEqual([waitsHere(here), waitsHere(there)], [true, false], 'who can send it now');
  const behind = peer({ state: 'clock-wrong', skew: -ahead, ahead: -ahead });
  assert.ok(!waitsHere(behind), 'a clock that is behind takes nothing of now');
  assert.equal(peerWords(behind, en).text, 'Clock wrong by 1\u00a0h');
  assert.equal(hintWords(behind, NOW, en), 'Its clock is behind this one. Set the wrong one right.');
});

test('a busy port is told before everything else', () => {
  const listenProblem = { port: 3000, code: 'EADDRINUSE', message: '' };
  const { text, tone } = networkWords({ peers: [], listenProblem }, en);
  assert.equal(text, 'Not listening: port 3000 is taken by another program');
  assert.equal(tone, 'bad');
});

test('a port that the system keeps, as Windows keeps some for virtual machines, is not said to need an administrator', () => {
  const listenProblem = { port: 5000, code: 'EACCES', message: '' };
  const words = [en, fr].map((text) => networkWords({ peers: [], listenProblem }, text).text);
  assert.deepEqual(words, [
    'Not listening: the system does not allow port 5000',
    'Pas à l’écoute\u202f: le système n’autorise pas le port 5000',
  ]);
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
