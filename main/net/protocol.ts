import * as v from 'valibot';
import { DEPTH, FANOUT, TOP, WORDS } from '../store/digest-tree';
import type { Entry } from '../store/entry';
import { MAX_LINEAGE } from '../store/lineage';
import { type Packed, unpack } from '../store/pack';
import { RULES } from '../store/rule';
import { isNodeId, isWhole, MAX_TIME, type NodeId } from '../store/stamp';

/** The native protocol: what two nodes of ours say to each other, and the schema that stands before each message. */

/** Raised when a message changes so that older nodes cannot read it. */
export const PROTOCOL = 2;
/** Bytes of one Socket.IO message: a value of 256 KiB whose every character is escaped twice still fits. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Links at once: a class, and few enough sockets for any laptop. */
export const MAX_LINKS = 32;
/** Peers that a node remembers: several classes' worth; the book is one small note on the disk. */
export const MAX_KNOWN = 256;
/** Nodes of a digest tree in one message: 16 KiB of digests, compared in well under a ms. */
export const MAX_PATHS = 256;
/** Entries listed in one message: 32 KiB of digests, looked up in some ms. */
export const MAX_LISTED = 4096;
/** Peers in one message, and addresses of one peer: a class of two, with four networks each. */
export const MAX_PEERS = 64;
export const MAX_ADDRESSES = 8;
const MAX_NAME = 60;

/** A list that is counted before its items are looked at: of millions each would take its time. */
export function few<T>(item: v.GenericSchema<unknown, T>, max: number) {
  return v.pipe(
    v.custom<unknown[]>((list) => Array.isArray(list) && list.length <= max),
    v.array(item),
  );
}

/** Of a node, not of what it took from course nodes and scripts. */
export const plainNodeId = v.custom<NodeId>((id) => isNodeId(id) && !id.includes(':'));
/** A name stands in sentences: nothing in it may end a line, or turn round the words beside it (UAX #9, 2.1 to 2.5). */
export const nameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(MAX_NAME),
  v.check((name) => !/[\p{Cc}\p{Surrogate}\u2028-\u202E\u2066-\u2069]/u.test(name)),
);
const FINGERPRINT = /^[0-9a-f]{32}$/;
/** 32 hex digits. */
export const fingerprint = v.pipe(v.string(), v.regex(FINGERPRINT));
/** A number of a change feed, or a count. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_TIME));
export const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const rule = v.picklist(RULES);
const addresses = few(v.pipe(v.string(), v.maxLength(300)), MAX_ADDRESSES);

export const epochSchema = v.pipe(v.string(), v.maxLength(40));
/** What the numbers of a node's feed mean. */
export const lineageSchema = v.object({
  epoch: epochSchema,
  before: few(v.tuple([epochSchema, seqSchema]), MAX_LINEAGE),
});

/** Who a node is; the first thing that either side says. */
const cardSchema = v.object({
  protocol: seqSchema,
  id: plainNodeId,
  /** The id that it had until it was found to be a copy's. */
  former: v.nullish(plainNodeId, null),
  name: nameSchema,
  version: v.pipe(v.string(), v.maxLength(40)),
  rule,
  /** Where it listens; empty while it does not. */
  port: v.nullable(portSchema),
  /** Where others can reach it, `host:port`. */
  addresses,
  ...lineageSchema.entries,
  /** How many versions it holds. */
  entries: seqSchema,
});
export type Card = v.InferOutput<typeof cardSchema>;

/** Tells two links between the same two nodes apart. */
const dialSchema = v.object({
  /** How many dials the dialler had begun since its start, with this one. */
  attempt: v.optional(seqSchema, 0),
  /** The latest dial of the other node that the dialler had met when it began this one, with that node's epoch. */
  seen: v.nullish(v.object({ epoch: epochSchema, attempt: seqSchema }), null),
});
export type Dial = v.InferOutput<typeof dialSchema>;

/** A client of ours (the command line, a script) rather than a node. */
const clientSchema = v.object({ client: v.literal(true) });
/**
 * What Socket.IO's handshake carries: who dials, whom a node expects there, where it has met that one before, and which
 * dial this is.
 */
const authSchema = v.object({
  byr: v.union([cardSchema, clientSchema]),
  expected: v.nullish(plainNodeId, null),
  ...dialSchema.entries,
});
export type Auth = v.InferInput<typeof authSchema>;

const farewells = [
  'duplicate',
  'itself',
  'copied',
  'other-rule',
  'other-protocol',
  'removed',
  'paused',
  'full',
  'stalled',
  'broken',
  'closing',
] as const;
export type Farewell = (typeof farewells)[number];

/** How far the sender has told its feed to the receiver (0 before it was asked), and its fingerprint. */
const state = { upTo: seqSchema, fingerprint };
const bits = v.pipe(v.string(), v.regex(/^[0-9a-f]*$/));
const digests = v.pipe(v.string(), v.regex(/^(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?$/));

function paths(depth: number) {
  const path = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FANOUT ** depth - 1));
  return v.pipe(
    few(path, MAX_PATHS),
    v.minLength(1),
    v.check((paths) => new Set(paths).size === paths.length),
  );
}

const schemas = {
  /** Asks for the other's changes after a number of its feed; from now on where `since` is null. */
  read: v.object({ since: v.nullable(seqSchema), fingerprint }),
  /** Changes up to `taken` of the receiver's feed were taken in. */
  applied: v.object({ ...state, taken: seqSchema }),
  /**
   * An entry of a batch is stamped `ahead` ms in the receiver's future; it took those stamped up to `latest`. Without
   * that, as earlier versions say it, it takes and answers no further `changes` until its next `read`.
   */
  refused: v.object({ ahead: time, latest: v.nullish(time, null) }),
  ping: v.object({ ...state, sent: time }),
  pong: v.object({ ...state, sent: time, now: time }),
  /** What changed has come to rest. */
  settled: v.object(state),
  /** The digests of the children of some nodes of the sender's tree: 4 bytes a child, in base64. */
  compare: v.pipe(
    v.object({
      question: seqSchema,
      depth: v.pipe(v.number(), v.integer(), v.minValue(TOP - 1), v.maxValue(DEPTH - 1)),
      paths: paths(DEPTH - 1),
      word: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(WORDS - 1)),
      digests,
    }),
    v.check(({ depth, paths }) => paths.every((path) => path < FANOUT ** depth)),
    v.check(({ paths, digests }) => bytesOf(digests) === paths.length * FANOUT * 4),
  ),
  /** Which of those children differ: 4 hex digits a node, the first child highest. Null: ask again later. */
  differ: v.object({ question: seqSchema, children: v.nullable(v.pipe(bits, v.maxLength(MAX_PATHS * 4))) }),
  /** The first 8 bytes of the digest of every entry in some leaves of the sender's tree, in base64. */
  list: v.object({
    question: seqSchema,
    leaves: paths(DEPTH),
    digests: v.pipe(
      digests,
      v.check((digests) => bytesOf(digests) % 8 === 0 && bytesOf(digests) <= MAX_LISTED * 8),
    ),
  }),
  /** All that the other lacked in those leaves was sent. Which of the listed entries to send: one bit each, in hex. */
  lack: v.object({ question: seqSchema, entries: v.pipe(bits, v.maxLength(MAX_LISTED / 4)) }),
  /** Whether the receiver is to hand on to the sender what others wrote; it does until it is told otherwise. */
  relay: v.object({ wanted: v.boolean() }),
  /** The nodes that the sender is linked to: it tells them itself what it tells the receiver. */
  links: v.object({ ids: few(plainNodeId, MAX_LINKS) }),
  /** Peers worth knowing. */
  peers: v.object({
    peers: few(v.object({ id: v.nullable(plainNodeId), name: v.nullable(nameSchema), addresses }), MAX_PEERS),
  }),
  name: v.object({ name: nameSchema }),
  /** The reason for closing, sent last; `null` for one that only other versions know. */
  bye: v.object({ code: v.fallback(v.nullable(v.picklist(farewells)), null) }),
};

type Schemas = typeof schemas;
/** Changes up to a number of the sender's feed, and how many are left after these. */
interface Changes<Entries> {
  type: 'changes';
  upTo: number;
  fingerprint: string;
  entries: Entries;
  left: number;
}
type Other = { [T in keyof Schemas]: { type: T } & v.InferOutput<Schemas[T]> }[keyof Schemas];
/** A checked message, as it is received. */
export type Message = Changes<Entry[]> | Other;
/** A message as it is sent: entries packed. */
export type Outgoing = Changes<Packed> | Other;
export type MessageType = Message['type'];
export type PeerInfo = Extract<Message, { type: 'peers' }>['peers'][number];

export const messageTypes = ['changes', ...Object.keys(schemas)] as MessageType[];
const types: ReadonlySet<string> = new Set(messageTypes);

/** Whether an event of a socket is a message of this protocol. */
export function isMessageType(event: string): event is MessageType {
  return types.has(event);
}

/** Checks a message from a socket; `null` where it breaks the protocol. */
export function readMessage(type: MessageType, body: unknown): Message | null {
  if (type === 'changes') return readChanges(body);
  const checked = read<object>(schemas[type] as v.GenericSchema<unknown, object>, body);
  return checked === null ? null : ({ type, ...checked } as Message);
}

/** By hand: nearly all messages are of this type, and a schema took as long as everything else done with one. */
function readChanges(body: unknown): Message | null {
  const { upTo, fingerprint, entries, left } = (body ?? {}) as Record<string, unknown>;
  if (!isWhole(upTo, Number.MAX_SAFE_INTEGER) || !isWhole(left, Number.MAX_SAFE_INTEGER)) return null;
  if (typeof fingerprint !== 'string' || !FINGERPRINT.test(fingerprint)) return null;
  try {
    return { type: 'changes', upTo, fingerprint, entries: unpack(entries), left };
  } catch {
    return null;
  }
}

/** Who the other side is, as `hello` tells; `null` where that breaks the protocol. */
export function readCard(body: unknown): Card | null {
  return read(cardSchema, body);
}

/** What Socket.IO's handshake carries; `null` if it is not from a node or client of ours, or is `unreadable`. */
export function readAuth(body: unknown): v.InferOutput<typeof authSchema> | null {
  return read(authSchema, body);
}

/** What a card of any version of the protocol says of that. */
const foreignSchema = v.object({
  protocol: v.pipe(seqSchema, v.notValue(PROTOCOL)),
  version: v.fallback(v.nullable(cardSchema.entries.version), null),
});
export type Foreign = v.InferOutput<typeof foreignSchema>;

/** Which other version of the protocol a card is of, whatever else it holds; `null` where it is of none. */
export function foreign(card: unknown): Foreign | null {
  return read(foreignSchema, card);
}

/** The card in a handshake that cannot be read; `undefined` where it is that of a course node. */
export function unreadCard(auth: unknown): unknown {
  return ((auth ?? {}) as { byr?: unknown }).byr;
}

/** One mistake is enough: to tell of millions would take seconds. */
const FIRST = { abortEarly: true } as const;

function read<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T | null {
  const checked = v.safeParse(schema, body, FIRST);
  return checked.success ? checked.output : null;
}

function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
