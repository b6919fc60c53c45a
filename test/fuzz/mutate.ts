import type { Prng } from '../sim/prng';

/** JSON text that no value of JavaScript is written as. */
class Raw {
  constructor(readonly json: string) {}
}

const nested = (depth: number): Raw => new Raw('['.repeat(depth) + ']'.repeat(depth));
/** What programs trip over: each as it stands, wherever anything may stand. */
const odd: readonly unknown[] = [
  ...[null, true, false, [], {}, [[]], [null], '', ' ', '0', '-1', '{}', '\0', '\ud800', '\udc00x', '\u202e', '💥'],
  ...[0, -1, 1, 0.5, -0.5, 255, 65_536, 2 ** 31, 2 ** 32, 2 ** 48, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324],
  ...[new Raw('-0'), new Raw('1e999'), new Raw('-1e999'), new Raw('1E-400'), new Raw('9'.repeat(400))],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', 'NaN', 'Infinity'],
  ...[new Raw('{"__proto__":{"length":1}}'), new Raw('{"constructor":{"prototype":1}}'), new Raw('{"a":1,"a":2}')],
  ...[{ length: 2 ** 32 }, { toString: 1 }, { toJSON: 1 }, new Raw('{"then":1}'), { type: 'Buffer', data: [1] }],
  ...[0, 1, -1, 0.5, '0', null, 2 ** 31].map((num) => ({ _placeholder: true, num })),
  ...[nested(10), nested(501), nested(20_000), new Raw(`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`)],
];
const oddTexts = odd.filter((value) => typeof value === 'string');
/** One more than keys, names, addresses, values may have. */
const longs: readonly number[] = [41, 61, 301, 1_025, 4_097, 262_145];
/** JSON of a list that is repeated thousands of times: a message has some MiB. */
const MAX_REPEATED = 1_000;
/** UTF-8 that is none: overlong, a surrogate, a lone head, a byte that never stands in it. */
const badUtf8 = ['c080', 'eda080', 'e282', 'f5808080', 'ff'].map((hex) => Buffer.from(hex, 'hex'));

function repeated(list: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, at) => list[at % list.length] ?? null);
}

/** JSON text of a value that a mutator changed. */
export function write(value: unknown): string {
  if (value instanceof Raw) return value.json;
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)}}`;
}

/** Changes what is in order so that it is nearly so, by a few small steps at places that chance picks. */
export class Mutator {
  constructor(readonly prng: Prng) {}

  /** Changes a value of JSON in one to three places. The result is to be written by `write`. */
  value(value: unknown): unknown {
    let changed = value;
    for (let times = this.prng.whole(1, 3); times > 0; times--) changed = this.#change(changed);
    return changed;
  }

  odd(): unknown {
    return this.prng.chance(0.1) ? 'é'.repeat(this.prng.pick(longs)) : this.prng.pick(odd);
  }

  text(text: string): string {
    const [from, to] = this.#range(text.length);
    const part = text.slice(from, to);
    const put = this.prng.pick([
      () => '',
      () => part + part,
      () => part + this.prng.pick(oddTexts),
      () => part.slice(0, 300).repeat(this.prng.pick([2, 100, 1_000])),
      () => part.replace(/\d+/, () => String(this.prng.pick([0, -1, 10, 99_999_999, 2 ** 32, 1e21]))),
      () => part.replace(/[[\]{}",:/-]/, () => this.prng.pick([...'[]{}",:/-'])),
      () => [...part].reverse().join(''),
    ]);
    return text.slice(0, from) + put() + text.slice(to);
  }

  bytes(bytes: Buffer): Buffer {
    const [from, to] = this.#range(bytes.length);
    const part = bytes.subarray(from, to);
    const put = this.prng.pick([
      () => Buffer.alloc(0),
      () => Buffer.concat([part, part]),
      () => this.random(1, 8),
      () => Buffer.concat([part, this.prng.pick(badUtf8)]),
      () => part.map((byte, at) => (at === 0 ? byte ^ (1 << this.prng.whole(0, 7)) : byte)),
      () => part.map((byte) => this.prng.pick([byte, 0, 0x7f, 0x80, 0xff])),
    ]);
    return Buffer.concat([bytes.subarray(0, from), put(), bytes.subarray(to)]);
  }

  random(least: number, most: number): Buffer {
    return Buffer.from(Array.from({ length: this.prng.whole(least, most) }, () => this.prng.whole(0, 255)));
  }

  /** Drops, repeats or swaps some of a list. */
  list<T>(list: readonly T[]): T[] {
    const [from, to] = this.#range(list.length);
    const part = list.slice(from, to);
    const put = this.prng.pick([() => [], () => [...part, ...part], () => this.prng.shuffled(part)]);
    return [...list.slice(0, from), ...put(), ...list.slice(to)];
  }

  #change(value: unknown): unknown {
    const isWhole = value instanceof Raw || typeof value !== 'object' || value === null;
    if (isWhole) return this.#replace(value);
    const names = Object.keys(value);
    if (names.length === 0 || this.prng.chance(0.2)) return this.#reshape(value);
    const name = this.prng.pick(names);
    const change = (member: unknown, at: string): unknown => (at === name ? this.#change(member) : member);
    if (Array.isArray(value)) return value.map((member, at) => change(member, String(at)));
    return Object.fromEntries(Object.entries(value).map(([at, member]) => [at, change(member, at)]));
  }

  #replace(value: unknown): unknown {
    if (typeof value === 'string' && this.prng.chance(0.4)) return this.text(value);
    if (typeof value === 'number' && this.prng.chance(0.4)) return value + this.prng.pick([-1, 1, 0.5, 2 ** 32]);
    return this.prng.pick([
      () => this.odd(),
      () => this.odd(),
      () => [value],
      () => ({ value }),
      () => String(value),
    ])();
  }

  #reshape(value: object): unknown {
    if (Array.isArray(value)) {
      return this.prng.pick([
        () => this.list(value),
        () => [...value, this.odd()],
        () => [this.odd(), ...value],
        () =>
          write(value).length > MAX_REPEATED ? [...value, ...value] : repeated(value, this.prng.pick([10, 600, 5_000])),
        () => ({ ...value, length: value.length }),
        () => this.odd(),
      ])();
    }
    const entries = Object.entries(value);
    return this.prng.pick([
      () => Object.fromEntries(this.list(entries)),
      () => Object.fromEntries([...entries, [this.prng.pick(oddTexts), this.odd()]]),
      () => Object.values(value),
      () => this.odd(),
    ])();
  }

  /** Short parts more often than long ones. */
  #range(length: number): [from: number, to: number] {
    const from = this.prng.whole(0, length);
    const most = this.prng.chance(0.7) ? 4 : length;
    return [from, Math.min(length, from + this.prng.whole(0, most))];
  }
}
