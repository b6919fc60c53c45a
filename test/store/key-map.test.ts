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

test('a map in many parts is a map', () => {
  const anyKey = fc
    .oneof(fc.constantFrom('__proto__', 'constructor', 'é'), fc.string({ minLength: 1, maxLength: 3 }))
    .map(key);
  const anySets = fc.array(fc.record({ key: anyKey, value: fc.nat() }), { maxLength: 60, size: 'max' });
  fc.assert(fc.property(anySets, agree));
});

test('a map that has grown many times holds all, and what is set again once', () => {
  agree(Array.from({ length: 50_000 }, (_, value) => ({ key: key(`key ${value % 40_000}`), value })));
});

test('keys that were made to have one hash are told apart', () => {
  const crowd = sameHash(8).map((text, value) => ({ key: key(text), value }));
  assert.equal(crowd.length, 256);
  const others = Array.from({ length: 20_000 }, (_, value) => ({ key: key(`key ${value}`), value }));
  agree([...crowd, ...others, ...crowd.map(({ key, value }) => ({ key, value: -value }))]);
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
