import * as v from 'valibot';
import { RULES } from '../store/rule';
import { isNodeId, MAX_TIME, type NodeId } from '../store/stamp';
import { type EntryTuple, fromTuple } from '../store/tuple';

/** The native protocol: what two nodes of ours say to each other, and the schema that stands before each message. */

/** Raised when a message changes so that older nodes cannot read it. */
export const PROTOCOL = 1;
/** Bytes of one Socket.IO message: a value of 256 KiB whose every character is escaped twice still fits. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Entries in one message: applied in a few ms, so that the event loop stays free. */
export const MAX_ENTRIES = 500;
/** UTF-16 units of keys and values after which a message takes no further entry. */
export const MAX_ENTRIES_SIZE = 512 * 1024;
/** Peers in one message, and addresses of one peer: a class of two, with four networks each. */
export const MAX_PEERS = 64;
export const MAX_ADDRESSES = 8;
const MAX_NAME = 60;

const nodeId = v.pipe(
  v.string(),
  v.check(isNodeId),
  v.transform((id) => id as NodeId),
);
const plainNodeId = v.pipe(
  nodeId,
  v.check((id) => !id.includes(':')),
);
export const nameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(MAX_NAME),
  v.check((name) => !/[\p{Cc}\p{Surrogate}]/u.test(name)),
);
const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_TIME));
const rule = v.picklist(RULES);
const addresses = v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(MAX_ADDRESSES));

/** Who a node is; the first thing that either side says. */
export const cardSchema = v.object({
  protocol: seq,
  id: plainNodeId,
  name: nameSchema,
  version: v.pipe(v.string(), v.maxLength(40)),
  rule,
  /** Where it listens; empty while it does not. */
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  /** Where others can reach it, `host:port`. */
  addresses,
  /** Its change feed is numbered anew in each epoch; now drawn at every start. */
  epoch: v.pipe(v.string(), v.maxLength(40)),
});
export type Card = v.InferOutput<typeof cardSchema>;

/** A client of ours (the command line, a script) rather than a node. */
const clientSchema = v.object({ client: v.literal(true) });
/** What Socket.IO's handshake carries: who dials, and whom a node expects there, where it has met that one before. */
export const authSchema = v.object({
  byr: v.union([cardSchema, clientSchema]),
  expected: v.nullish(plainNodeId, null),
});

const entry = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return fromTuple(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  }),
);

const farewells = ['duplicate', 'itself', 'other-rule', 'other-protocol', 'removed', 'full', 'closing'] as const;
export type Farewell = (typeof farewells)[number];

const schemas = {
  /** Asks for the other's changes after a number of its feed; `fingerprint` saves the answer where nothing differs. */
  read: v.object({ since: seq, fingerprint }),
  /** Changes up to a number of the sender's feed, how many are left after these, and the sender's fingerprint. */
  changes: v.object({ entries: v.pipe(v.array(entry), v.maxLength(MAX_ENTRIES)), upTo: seq, left: seq, fingerprint }),
  /** Changes up to this number were taken in; the fingerprint after it. */
  applied: v.object({ upTo: seq, fingerprint }),
  /** A batch was refused whole: it is stamped `ahead` ms in the receiver's future. The sender waits for a `read`. */
  refused: v.object({ ahead: time }),
  ping: v.object({ sent: time, fingerprint }),
  pong: v.object({ sent: time, now: time, fingerprint }),
  /** Peers worth knowing. */
  peers: v.object({
    peers: v.pipe(
      v.array(v.object({ id: v.nullable(plainNodeId), name: v.nullable(nameSchema), addresses })),
      v.maxLength(MAX_PEERS),
    ),
  }),
  name: v.object({ name: nameSchema }),
  /** The reason for closing, sent last. */
  bye: v.object({ code: v.picklist(farewells) }),
};

type Schemas = typeof schemas;
export type MessageType = keyof Schemas;
/** A checked message, as it is received. */
export type Message = { [T in MessageType]: { type: T } & v.InferOutput<Schemas[T]> }[MessageType];
/** A message as it is sent: entries still as tuples. */
export type Outgoing =
  | Exclude<Message, { type: 'changes' }>
  | { type: 'changes'; entries: EntryTuple[]; upTo: number; left: number; fingerprint: string };
export type PeerInfo = Extract<Message, { type: 'peers' }>['peers'][number];

export const messageTypes = Object.keys(schemas) as MessageType[];

/** Checks a message from a socket; `null` where it breaks the protocol. */
export function readMessage(type: MessageType, body: unknown): Message | null {
  const checked = v.safeParse(schemas[type], body);
  return checked.success ? ({ type, ...checked.output } as Message) : null;
}
