import { createHash } from 'node:crypto';
import type { Entry } from '../../main/store/entry';
import type { Rule } from '../../main/store/rule';
import type { Stamp } from '../../main/store/stamp';
import { toTuple } from '../../main/store/tuple';
import { murmurOfBytes } from './murmur-reference';

/**
 * The store once more, as the design says it and from scratch: slow, simple, and sharing no code with the real one but
 * the form in which the two are compared.
 */
export function modelSnapshot(rule: Rule, entries: readonly Entry[]): object {
  const names = [...new Set(entries.map((entry) => entry.key))].sort();
  const records = names.map((name) =>
    modelVersions(
      rule,
      entries.filter((entry) => entry.key === name),
    ),
  );
  const open = records.map((versions) => modelConflicts(rule, versions));
  return {
    size: records.filter(([winner]) => winner?.value !== null).length,
    fingerprint: modelFingerprint(records.flat()),
    conflicted: names.filter((_, at) => open[at]?.length !== 0),
    keys: records.map((versions, at) => ({ versions: versions.map(toTuple), conflicts: open[at]?.map(toTuple) })),
  };
}

/** XOR of the MurmurHash3 of what every version says, in hex. */
export function modelFingerprint(versions: readonly Entry[]): string {
  let sum = 0n;
  for (const version of versions) sum ^= BigInt(`0x${murmurOfBytes(said(version))}`);
  return sum.toString(16).padStart(32, '0');
}

/** The bytes that an entry is digested by. */
export function said({ key, value, stamp }: Entry): Buffer {
  const id = Buffer.from(stamp.node.replace('course:', ''), 'hex');
  const head = Buffer.alloc(32);
  head.writeUInt32LE(id.readUInt32BE(0), 0);
  head.writeUInt32LE(id.readUInt32BE(4), 4);
  head.writeUInt32LE(stamp.node.startsWith('course:') ? 1 : 0, 8);
  head.writeUInt32LE(stamp.time % 2 ** 32, 16);
  head.writeUInt16LE(stamp.counter, 20);
  head.writeUInt16LE(Math.floor(stamp.time / 2 ** 32), 22);
  head.writeInt32LE(Buffer.byteLength(key), 24);
  head.writeInt32LE(value === null ? -1 : Buffer.byteLength(value), 28);
  return Buffer.concat([head, ...[key, value ?? ''].map(inBlocks)]);
}

function inBlocks(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
}

/** The winner, then the highest eight of all others. */
function modelVersions(rule: Rule, entries: readonly Entry[]): Entry[] {
  const once = new Map(entries.map((entry) => [rank(entry), entry]));
  const ranks = [...once.keys()].sort().reverse();
  const winner = rule === 'latest' ? ranks[0] : ranks.at(-1);
  const others = ranks.filter((one) => one !== winner).slice(0, 8);
  return [winner, ...others].flatMap((one) => once.get(one ?? '') ?? []);
}

function modelConflicts(rule: Rule, versions: readonly Entry[]): Entry[] {
  const replaced = new Set(rule === 'first' ? [] : versions.flatMap((version) => version.parents.map(stampRank)));
  const values = new Set([versions[0]?.value]);
  return versions.slice(1).filter((version) => {
    if (replaced.has(stampRank(version.stamp)) || values.has(version.value)) return false;
    values.add(version.value);
    return true;
  });
}

/** A text that sorts as the order of entries does: time, counter, SHA-256 of the value, node. */
function rank({ value, stamp }: Entry): string {
  return `${number(stamp.time)} ${number(stamp.counter)} ${hash(value ?? '')} ${stamp.node}`;
}

function stampRank(stamp: Stamp): string {
  return `${stamp.time} ${stamp.counter} ${stamp.node}`;
}

function number(whole: number): string {
  return String(whole).padStart(16, '0');
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
