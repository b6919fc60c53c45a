import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventWords } from '../../renderer/activity/event-words';
import type { NodeEvent } from '../../renderer/bridge';
import { en } from '../../renderer/i18n/en';
import { fr } from '../../renderer/i18n/fr';

const nothing = { seq: 1, at: 0, peer: null, peerId: null, peers: 1, key: null, count: 1, why: null, catchUp: null };
const bob = { peer: 'Bob', peerId: 'b' };
const why = { code: 'other-rule', message: 'Another rule.' } as const;

function said(event: Partial<NodeEvent> & Pick<NodeEvent, 'kind'>, text = en): string {
  return eventWords({ ...nothing, ...event }, text).text.replace(/[\u2068\u2069]/g, '');
}

test('an event is told in words', () => {
  assert.equal(said({ kind: 'set', key: 'Ville' }), 'Set “Ville”');
  assert.equal(said({ kind: 'deleted', key: 'a\nb', count: 42 }), 'Deleted “a⏎b” and 41 more');
  assert.equal(said({ kind: 'sent', ...bob, key: 'Ville', count: 25_000 }), 'Sent 25,000 entries to Bob');
  assert.equal(said({ kind: 'sent', peers: 26, key: 'Ville' }), 'Sent “Ville” to 26 peers');
  assert.equal(said({ kind: 'sent', peers: 26, count: 3 }, fr), 'Envoyé à 26\u00a0pairs\u202f: 3\u00a0entrées');
  assert.equal(said({ kind: 'received', ...bob, key: 'Ville' }), 'Received “Ville” from Bob');
  assert.equal(said({ kind: 'merged', ...bob, count: 2 }, fr), 'Fusionné avec Bob\u202f: 2\u00a0entrées');
  assert.equal(said({ kind: 'conflict', ...bob, key: 'Ville', count: 3 }), 'Conflict with Bob in “Ville” and 2 more');
  assert.equal(said({ kind: 'conflict', key: 'Ville' }), 'Conflict in “Ville”');
  assert.equal(said({ kind: 'restamped', count: 2 }), 'Gave 2 entries the present time');
  assert.equal(said({ kind: 'restamped', key: 'Ville' }, fr), 'Remis à l’heure\u202f: «\u202fVille\u202f»');
  assert.match(said({ kind: 'new-id' }, fr), /un nouvel identifiant/);
  assert.equal(said({ kind: 'paused', ...bob }), 'Paused Bob');
  assert.equal(said({ kind: 'paused', count: 3 }), 'Paused 3 peers');
  assert.equal(said({ kind: 'resumed', count: 3 }, fr), 'Repris\u202f: 3\u00a0pairs');
  assert.equal(said({ kind: 'link-up', ...bob }), 'Linked with Bob');
  const inSync = { kind: 'in-sync', ...bob, catchUp: { ms: 900, received: 12, sent: 1 } } as const;
  assert.equal(said(inSync), 'In sync with Bob after 0.9\u00a0s: 12 received, 1 sent');
  assert.equal(said(inSync, fr), 'À jour avec Bob en 0,9\u00a0s\u202f: 12\u00a0reçues, 1\u00a0envoyée');
  const equal = { ms: 12, received: 0, sent: 0 };
  assert.equal(said({ ...inSync, catchUp: equal }), 'In sync with Bob after 12\u00a0ms');
  assert.equal(said({ kind: 'link-down', ...bob, why }), 'Link with Bob ended: it has another rule');
  assert.equal(said({ kind: 'link-down', ...bob }, fr), 'Lien avec Bob fermé');
});

test('a refusal tells what is known of it', () => {
  assert.equal(said({ kind: 'refused', ...bob, why, count: 12 }), 'Refused · Bob · it has another rule · 12 times');
  const full = { code: 'disk', message: 'No space.' } as const;
  assert.equal(said({ kind: 'refused', why: full }, fr), 'Refusé · le disque ne l’a pas pris');
  const once = { code: 'write-once', message: 'No.' } as const;
  assert.equal(said({ kind: 'refused', key: 'Ville', why: once }), 'Refused · “Ville” · the key has a value already');
});

test('a key of any length or direction leaves the rest of its line alone', () => {
  const long = said({ kind: 'set', key: '👩‍👩‍👧‍👦'.repeat(100) });
  assert.ok([...long].length < 70 && long.endsWith('…”'));
  assert.equal(eventWords({ ...nothing, kind: 'set', key: 'مدينة' }, en).text, 'Set “\u2068مدينة\u2069”');
  const leaving = eventWords({ ...nothing, kind: 'set', key: 'a\u2069\u202eb\u2067' }, en).text;
  assert.equal(leaving, 'Set “\u2068a\\u2069\u202eb\\u2067\u2069”');
});

test('French elides before a name, though it is kept apart from its line', () => {
  assert.equal(said({ kind: 'received', peer: 'Alice', count: 2 }, fr), 'Reçu d’Alice\u202f: 2\u00a0entrées');
});

test('a link that was closed here, or paused by either side, is no error', () => {
  const paused = { ...nothing, ...bob, why: { code: 'paused', message: '' } } as const;
  for (const kind of ['link-down', 'refused'] as const) assert.equal(eventWords({ ...paused, kind }, en).tone, 'quiet');
  assert.equal(said({ ...paused, kind: 'link-down' }), 'Link with Bob ended: the link is paused');
  assert.equal(eventWords({ ...nothing, kind: 'link-down', ...bob }, en).tone, 'quiet');
  assert.equal(eventWords({ ...nothing, kind: 'link-down', ...bob, why }, en).tone, 'bad');
});
