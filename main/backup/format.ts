import * as v from 'valibot';
import { RULES } from '../store/rule';
import { isNodeId, MAX_TIME, type NodeId } from '../store/stamp';

/**
 * A backup is a gzip'd text of lines, each one JSON. The first is the header; then one line an entry (as a tuple: key,
 * value, time, counter, node, parents), the entries of a key together, its winner first; the last is the trailer, with
 * the SHA-256 of all lines before it, line ends included. A reader ignores members of the header that it does not know,
 * and takes the text unpacked, too.
 */
const FORMAT = 'byr-backup';
/** Raised when the format, or what a fingerprint is, changes so that older readers would misread a file. */
const VERSION = 1;

/** Bytes of one line: a value of 256 KiB whose every character is escaped twice, and its parents, still fit. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** A hundred times what a node is measured with: a larger count is rejected as none. */
const MAX_ENTRIES = 100_000_000;

const bodySchema = v.object({
  /** The node that wrote it, and its name then. */
  node: v.custom<NodeId>((id) => isNodeId(id) && !id.includes(':')),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  rule: v.picklist(RULES),
  /** When it began, ms since 1970: it holds what the node held then. */
  time: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_TIME)),
  /** How many entries follow: winners, tombstones and history. */
  entries: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_ENTRIES)),
  /** Of these entries, as `Database.fingerprint`. */
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
});
/** What a backup says about itself. */
export type Header = v.InferOutput<typeof bodySchema>;

const headerSchema = v.object({ format: v.literal(FORMAT), version: v.literal(VERSION), ...bodySchema.entries });
const formatSchema = v.object({ format: v.literal(FORMAT), version: v.number() });
const trailerSchema = v.strictObject({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

export function headerLine(header: Header): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...header })}\n`;
}

/** `other`: not a backup; `newer`: one of a later version. */
export function readHeader(line: string): Header | 'other' | 'newer' | 'bad' {
  const json = parsed(line);
  const format = v.safeParse(formatSchema, json);
  if (!format.success) return 'other';
  if (format.output.version > VERSION) return 'newer';
  const header = v.safeParse(headerSchema, json);
  return header.success ? v.parse(bodySchema, header.output) : 'bad';
}

/** @param sha256 64 hex digits */
export function trailerLine(sha256: string): string {
  return `${JSON.stringify({ sha256 })}\n`;
}

/** The SHA-256 in a trailer, 64 hex digits; `null` if the line is not a trailer. */
export function readTrailer(line: string): string | null {
  const trailer = v.safeParse(trailerSchema, parsed(line));
  return trailer.success ? trailer.output.sha256 : null;
}

/** The ending by which systems recognise the type of file: for most of them, the last part of the name. */
export const BACKUP_ENDING = '.byr';
/** Of the node's id, in a name. */
const NODE_DIGITS = 8;
/** Earlier backups ended in `.byr.gz`, and their names did not always hold the node. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{8}(?:-[0-9a-f]{8})?\.byr(?:\.gz)?$/;

/**
 * `2026-11-24T10-31-07Z-89abcdef-01234567.byr`, made of the time, by which names sort, the fingerprint and the node:
 * nodes in sync that share a folder may make backups in the same second.
 */
export function fileName({ time, fingerprint, node }: Header): string {
  return `${timeText(time)}-${fingerprint.slice(0, 8)}-${node.slice(0, NODE_DIGITS)}${BACKUP_ENDING}`;
}

/** Whether a file's name says that this node made it. */
export function isOf(node: string, name: string): boolean {
  return name.endsWith(`-${node.slice(0, NODE_DIGITS)}${BACKUP_ENDING}`);
}

/** `2026-11-24T10-31-07Z`: for file names, without the colons that Windows refuses. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

export function isFileName(name: string): boolean {
  return NAME.test(name);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
