import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyMap } from '../../main/store/key-map';
import type { Key } from '../../main/store/text';
import { key } from './fixtures';

interface Held {
  readonly key: Key;
  readonly value: number;
}

/** Sets values by key in a map and in JavaScript's own, which must agree. */
function agree(sets: Iterable<Held>): void {
  const [map, model] = [new KeyMap<Held>(), new Map<Key, Held>()];
  for (const held of sets) {
    assert.equal(map.get(held.key), model.get(held.key));
    map.set(held);
    model.set(held.key, held);
  }
  for (const held of model.values()) assert.equal(map.get(held.key), held);
  assert.deepEqual(new Set(map.values()), new Set(model.values()));
  assert.equal([...map.values()].length, model.size);
}

/** More than stand in one `Map`, and more than move from there with the keys set meanwhile. */
const MANY = 150_000;

function held(count: number, value = 0): Held[] {
  return Array.from({ length: count }, (_, n) => ({ key: key(`key ${n}`), value }));
}

test('a map of few keys is a map', () => {
  const anyKey = fc
    .oneof(fc.constantFrom('__proto__', 'constructor', 'é'), fc.string({ minLength: 1, maxLength: 3 }))
    .map(key);
  const anySets = fc.array(fc.record({ key: anyKey, value: fc.nat() }), { maxLength: 60, size: 'max' });
  fc.assert(fc.property(anySets, agree));
});

test('a map that has grown many times holds all, and what is set again once', () => {
  agree([...held(MANY), ...held(40_000, 1), ...held(MANY, 2)]);
});

test('what is set again while keys move from one table to the other stays as it was set', () => {
  for (const count of [131_072, 131_073, 132_000, 135_000]) {
    const first = held(count);
    const again = first.map(({ key }) => ({ key, value: 1 })).reverse();
    for (const few of [1, 100, count]) agree([...first, ...again.slice(0, few), ...again.slice(-few)]);
  }
});

test('who reads all while more is set meets each key that was there, and none twice', () => {
  const all = held(MANY);
  for (const there of [1_000, 100_000, 131_072, 131_073, 132_000, 140_000]) {
    const map = new KeyMap<Held>();
    for (const one of all.slice(0, there)) map.set(one);
    const values = map.values();
    const met: Held[] = [];
    for (let n = 0; n < there / 2; n++) met.push(values.next().value as Held);
    for (const one of all.slice(there)) map.set(one);
    for (const one of values) met.push(one);
    const once = new Set(met);
    assert.equal(once.size, met.length, `${there} were there`);
    assert.ok(all.slice(0, there).every((one) => once.has(one)));
  }
});

test('keys that were made to have one hash are told apart', () => {
  const crowd = sameHash(8).map((text, value) => ({ key: key(text), value }));
  assert.equal(crowd.length, 256);
  agree([...crowd, ...held(MANY), ...crowd.map(({ key, value }) => ({ key, value: -value }))]);
  agree([...held(MANY), ...crowd, ...crowd.map(({ key, value }) => ({ key, value: -value }))]);
});

/** 2 ** `pairs` texts with one FNV-1a hash: of each pair of texts that lead to one state, either one (Joux 2004). */
function sameHash(pairs: number): string[] {
  let state = 0x811c9dc5;
  let texts = [''];
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = collision(state);
    texts = texts.flatMap((text) => [text + first, text + second]);
    state = fnv(first, state);
  }
  return texts;
}

function collision(state: number): [string, string] {
  const seen = new Map<number, string>();
  for (let n = 0; ; n++) {
    const text = n.toString(36).padStart(4, '0');
    const hash = fnv(text, state);
    const other = seen.get(hash);
    if (other !== undefined) return [other, text];
    seen.set(hash, text);
  }
}

function fnv(text: string, state: number): number {
  let hash = state;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
