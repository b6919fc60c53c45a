import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerStatus } from '../../renderer/bridge';
import { networkWords, unbroken } from '../../renderer/header/network-words';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';
import { waitsHere } from '../../renderer/peers/clocks';
import { hintWords } from '../../renderer/peers/peer-hint';
import { peerWords } from '../../renderer/peers/peer-words';
import { NOW, peer } from './peer';

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
