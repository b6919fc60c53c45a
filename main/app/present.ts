import type { HistoryItem, KeyDetail, Row, ValueKind, Writer } from '../../preload/contract/keys';
import type { Node } from '../node/node';
import { conflicts, type Version } from '../store/record';
import { type NodeId, sameStamp, stampText, writerOf } from '../store/stamp';
import { isText, type JsonText, type Key, valueSize } from '../store/text';

/** UTF-16 units of a value that a row or a history item shows. */
const PREVIEW = 300;
/** Units of a JSON string that surely hold a preview: an escape takes at most 6, the quote 1. */
const LONG = 1 + PREVIEW * 6;
/** Bytes of the longest value that the detail shows unasked. */
const WHOLE = 64 * 1024;

/** The store's entries as the window sees them. */
export function toRow(node: Node, key: Key): Row | null {
  const versions = node.database.versions(key);
  const [winner] = versions;
  if (winner === undefined) return null;
  const { value, stamp } = winner;
  const before = value === null ? versions.find((version) => version.value !== null) : undefined;
  return {
    key,
    ...startOf(value),
    deleted: value === null,
    undo: before === undefined ? null : stampText(before.stamp),
    by: writer(node, stamp.node),
    time: stamp.time,
    stamp: stampText(stamp),
    values: 1 + conflicts(versions, node.database.rule).length,
  };
}

export function toDetail(node: Node, key: Key, whole: boolean): KeyDetail | null {
  const versions = node.database.versions(key);
  const winner = versions[0];
  if (winner === undefined) return null;
  const { value, stamp } = winner;
  const size = value === null ? 0 : valueSize(value);
  const rivals = conflicts(versions, node.database.rule);
  return {
    key,
    json: whole || size <= WHOLE ? value : null,
    size,
    kind: kindOf(value),
    deleted: value === null,
    stamp: stampText(stamp),
    history: versions.map((version) => toHistoryItem(node, version, roleOf(version, winner, rivals))),
  };
}

function toHistoryItem(node: Node, { value, stamp }: Version, role: HistoryItem['role']): HistoryItem {
  const { preview, kind } = startOf(value);
  return {
    stamp: stampText(stamp),
    preview,
    kind,
    deleted: value === null,
    by: writer(node, stamp.node),
    time: stamp.time,
    role,
  };
}

function roleOf(version: Version, winner: Version, rivals: readonly Version[]): HistoryItem['role'] {
  if (version === winner) return 'now';
  return rivals.some(({ stamp }) => sameStamp(stamp, version.stamp)) ? 'conflict' : 'past';
}

function writer(node: Node, id: NodeId): Writer {
  const { node: by, course } = writerOf(id);
  return { name: node.entries.nameOf(id), self: by === node.id, script: course };
}

function startOf(value: JsonText | null): Pick<Row, 'preview' | 'whole' | 'kind'> {
  const text = value === null ? '' : isText(value) ? textStart(value) : value;
  const preview = cut(text);
  const whole = preview.length === text.length && (value ?? '').length <= LONG;
  return { preview, whole, kind: kindOf(value) };
}

function kindOf(value: JsonText | null): ValueKind {
  switch (value?.[0]) {
    case '"':
      return 'text';
    case '{':
      return 'object';
    case '[':
      return 'list';
    case 'n':
    case undefined:
      return 'null';
    case 't':
    case 'f':
      return 'boolean';
    default:
      return 'number';
  }
}

/** The start of a JSON string's text, without reading all of a long one. */
function textStart(json: JsonText): string {
  if (json.length <= LONG) return JSON.parse(json) as string;
  const start = json.slice(0, LONG).replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '$1');
  return JSON.parse(`${start}"`) as string;
}

/** Never cuts between the halves of a character. */
function cut(text: string): string {
  return text.slice(0, PREVIEW).replace(/[\uD800-\uDBFF]$/, '');
}
