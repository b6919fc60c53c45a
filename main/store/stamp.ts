declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/**
 * Who wrote: a node's id (16 lowercase hex digits, drawn once per profile), or `course:` and the id of the node that
 * took the write from a course node or script.
 */
export type NodeId = Brand<string, 'NodeId'>;

/** A hybrid logical clock reading (Kulkarni et al. 2014): time in ms since 1970, counter, node id. */
export interface Stamp {
  readonly time: number;
  readonly counter: number;
  readonly node: NodeId;
}

/** 2^48 - 1 ms, the year 10889: times fit 12 hex digits. */
export const MAX_TIME = 2 ** 48 - 1;
/** Counters fit 4 hex digits; a clock that runs out of them borrows the next millisecond. */
export const MAX_COUNTER = 2 ** 16 - 1;

const NODE_ID = /^(?:course:)?[0-9a-f]{16}$/;
const STAMP = /^([0-9a-f]{12})([0-9a-f]{4})@(.+)$/;

export function isNodeId(value: unknown): value is NodeId {
  return typeof value === 'string' && NODE_ID.test(value);
}

/** The id under which a node stamps what course nodes and scripts set through it. */
export function courseWriter(node: NodeId): NodeId {
  return `course:${node}` as NodeId;
}

/** Whether a node wrote it, or took it from a course node or script. */
export function isBy(writer: NodeId, node: NodeId): boolean {
  return writer === node || (writer.length > node.length && writer.endsWith(node));
}

/** Whether a write came through the course protocol, and through which node. */
export function writerOf(node: NodeId): { node: NodeId; course: boolean } {
  const course = node.startsWith('course:');
  return { node: course ? (node.slice('course:'.length) as NodeId) : node, course };
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.time === b.time && a.counter === b.counter && a.node === b.node;
}

/** By time, then counter: negative where `a` comes first. */
export function stampOrder(a: Stamp, b: Stamp): number {
  return a.time - b.time || a.counter - b.counter;
}

/** `018c…0003@89abcdef01234567`: fixed-width time and counter in hex, so that texts sort as stamps do. */
export function stampText(stamp: Stamp): string {
  const time = stamp.time.toString(16).padStart(12, '0');
  return `${time}${stamp.counter.toString(16).padStart(4, '0')}@${stamp.node}`;
}

/** The inverse of `stampText`; `null` for any other text. */
export function parseStamp(text: string): Stamp | null {
  const [, time, counter, node] = STAMP.exec(text) ?? [];
  if (time === undefined || counter === undefined || !isNodeId(node)) return null;
  return { time: Number.parseInt(time, 16), counter: Number.parseInt(counter, 16), node };
}

/** A whole number from 0 to `max`. */
export function isWhole(value: unknown, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max;
}
