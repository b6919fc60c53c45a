import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyIndex } from '../../main/store/key-index';
import { NOWHERE, newVersion, type Slot } from '../../main/store/record';
import type { Key } from '../../main/store/text';
import { VersionTable } from '../../main/store/version-table';
import { BOB, key, stamp, text } from './fixtures';

/** An index over a table, beside JavaScript's own map, with which it must agree. */
class Indexed {
  readonly table = new VersionTable();
  readonly index = new KeyIndex(this.table);
  readonly model = new Map<Key, Slot>();
  #count = 0;

  /** The key gets a new version. */
  set(key: Key): void {
    this.#count += 1;
    assert.equal(this.index.get(key), this.model.get(key) ?? NOWHERE);
    const version = newVersion({ key, value: text('v'), stamp: stamp(this.#count), parents: [] }, BOB);
    const slot = this.table.add(version, BOB, this.#count);
    this.index.set(slot);
    this.model.set(key, slot);
  }

  agree(): void {
    for (const [key, slot] of this.model) assert.equal(this.index.get(key), slot);
    const slots = [...this.index.parts()].flat();
    assert.equal(slots.length, this.model.size);
    assert.deepEqual(new Set(slots), new Set(this.model.values()));
  }
}

function agree(keys: Iterable<Key>): void {
  const indexed = new Indexed();
  for (const key of keys) indexed.set(key);
  indexed.agree();
}

function keys(count: number): Key[] {
  return Array.from({ length: count }, (_, n) => key(`key ${n}`));
}

test('an index finds what was set last for a key, and nothing for any other', () => {
  const anyKey = fc
    .oneof(
      fc.constantFrom('__proto__', 'constructor', 'é', 'a'.repeat(16), 'a'.repeat(17)),
      fc.string({ minLength: 1, maxLength: 3 }),
    )
    .map(key);
  fc.assert(fc.property(fc.array(anyKey, { maxLength: 60, size: 'max' }), agree));
  assert.equal(new KeyIndex(new VersionTable()).get(key('a')), NOWHERE);
});

test('an index that has grown many times holds all, and what is set again once', () => {
  const many = keys(100_000);
  agree([...many, ...many.slice(0, 30_000), ...many.reverse()]);
});

test('while many keys are spread, each is found, also those that are set again, and new ones', () => {
  const indexed = new Indexed();
  const [few, more] = [keys(2 ** 14), keys(2 ** 14 + 4_000).slice(2 ** 14)];
  for (const one of few) indexed.set(one);
  for (const [at, one] of more.entries()) {
    indexed.set(one);
    // Of those that moved first, and of those that move last.
    for (const again of [few[at], few.at(-1 - at), more[at >> 1]]) indexed.set(again as Key);
    if (at % 200 === 0) for (const [name, slot] of indexed.model) assert.equal(indexed.index.get(name), slot);
  }
  indexed.agree();
});

test('who reads all while keys are spread meets each, and none twice', () => {
  const indexed = new Indexed();
  for (const one of keys(2 ** 14 + 100)) indexed.set(one);
  indexed.agree();
});

test('who reads all while more is set meets each key that was there, and none twice', () => {
  const indexed = new Indexed();
  const all = keys(20_000);
  for (const one of all.slice(0, 10_000)) indexed.set(one);
  const there = new Set(indexed.model.values());
  const met: Slot[] = [];
  let next = 10_000;
  for (const part of indexed.index.parts()) {
    met.push(...part);
    for (const one of all.slice(next, next + 40)) indexed.set(one);
    next += 40;
  }
  assert.equal(new Set(met).size, met.length);
  assert.deepEqual(new Set(met.filter((slot) => there.has(slot))), there);
});

test('keys that were made to have one hash are told apart', () => {
  const crowd = sameHash(8).map(key);
  assert.equal(crowd.length, 256);
  agree([...crowd, ...keys(50_000), ...crowd]);
  agree([...keys(50_000), ...crowd, ...crowd]);
});

/** 2 ** `pairs` texts of one length with one hash: of each pair of texts that lead to one state, either one (Joux 2004). */
function sameHash(pairs: number): string[] {
  let state = 8 * pairs;
  let texts = [''];
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = collision(state);
    texts = texts.flatMap((text) => [text + first, text + second]);
    state = hashed(first, state);
  }
  return texts;
}

function collision(state: number): [string, string] {
  const seen = new Map<number, string>();
  for (let n = 0; ; n++) {
    // In both of its words: no two first words lead to one state by themselves.
    const text = word(n * 7919) + word(n * 104_729);
    const hash = hashed(text, state);
    const other = seen.get(hash);
    if (other !== undefined) return [other, text];
    seen.set(hash, text);
  }
}

/** Four letters or digits. */
function word(n: number): string {
  return (n % 36 ** 4).toString(36).padStart(4, '0');
}

function hashed(text: string, state: number): number {
  const bytes = Buffer.from(text);
  let hash = state;
  for (let at = 0; at < bytes.length; at += 4) {
    hash = Math.imul(hash ^ bytes.readInt32LE(at), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
}
