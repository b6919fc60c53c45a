import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkKey, textValue } from '../../../main/store/text';
import type { Party, Side } from '../../support/sides';
import { cut, link, parties, pass } from './talk';

type Step =
  | { write: number; key: number; value: number }
  | { fill: number; count: number }
  | { deliver: number; count: number }
  | { wait: number }
  | { cut: number; forget: boolean };

/** By when whoever differs was compared. */
const RESTED_MS = 10_000;
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

const who = fc.nat(2);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ write: who, key: fc.nat(5), value: fc.nat(9) }) },
  fc.record({ fill: who, count: fc.integer({ min: 1, max: 40 }) }),
  { weight: 6, arbitrary: fc.record({ deliver: fc.nat(5), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom(100, 300, 1_000, 4_000) }) },
  fc.record({ cut: who, forget: fc.boolean() }),
);

/** Three parties and the links between them, which come up again once they are cut. */
class Triangle {
  readonly all = parties();
  readonly links: [Side, Side][];

  constructor(readonly pairs: readonly (readonly [number, number])[]) {
    this.links = pairs.map((_, at) => this.#link(at, []));
  }

  get sides(): Side[] {
    return this.links.flat();
  }

  do(step: Step, at: number): void {
    if ('write' in step) this.#write(step.write, `key ${step.key}`, `${step.value}`);
    else if ('fill' in step) for (let i = 0; i < step.count; i++) this.#write(step.fill, `step ${at} ${i}`, 'v');
    else if ('deliver' in step) this.#deliver(step.deliver, step.count);
    else if ('cut' in step) this.#cut(step.cut % this.links.length, step.forget);
    else this.#wait(step.wait);
  }

  #write(at: number, key: string, value: string): void {
    const party = this.all[at] as Party;
    party.database.put(checkKey(key), textValue(value));
    party.pump();
  }

  #deliver(at: number, count: number): void {
    const side = this.sides[at % this.sides.length] as Side;
    for (let i = 0; i < count && side.outbox.length > 0; i++) side.deliver();
  }

  #wait(ms: number): void {
    for (let gone = 0; gone < ms; gone += 100) {
      for (const { wall } of this.all) wall.now += 100;
      for (const { sync } of this.sides) sync.tick();
    }
  }

  #cut(at: number, forget: boolean): void {
    const [ours, theirs] = this.links[at] as [Side, Side];
    cut(ours, theirs);
    this.links[at] = this.#link(at, forget ? [] : [ours.sync.cursor, theirs.sync.cursor]);
  }

  #link(at: number, cursors: (number | null)[]): [Side, Side] {
    const [a = 0, b = 0] = this.pairs[at] ?? [];
    const sides = link(this.all[a] as Party, this.all[b] as Party, cursors);
    for (const party of this.all) {
      for (const peer of this.all) {
        const links = this.pairs.filter((pair) => pair.some((i) => this.all[i] === peer)).flat();
        party.neighbours.told(
          peer.id,
          links.flatMap((i) => this.all[i]?.id ?? []),
        );
      }
    }
    return sides;
  }
}

for (const [name, pairs] of [
  ['two nodes', PAIRS.slice(0, 1)],
  ['three nodes in a row', PAIRS.slice(0, 2)],
  ['three nodes that are all linked', PAIRS],
] as const) {
  test(`${name} that write, wait and lose links in any way are equal once they rest, and know it`, () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60, size: 'max' }), (steps) => {
        const triangle = new Triangle(pairs);
        for (const [at, step] of steps.entries()) triangle.do(step, at);
        pass(RESTED_MS, triangle.sides);
        const linked = new Set(triangle.sides.map(({ party }) => party.database.fingerprint));
        assert.equal(linked.size, 1);
        assert.ok(triangle.sides.every(({ sync }) => sync.status().inSync));
      }),
      { numRuns: 40 },
    );
  });
}
