import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { RESCUE } from '../backup/rescue';
import type { Disk, Notes } from '../disk/disk';
import type { KeyStore } from '../disk/key-store';
import { Cursors } from '../net/peers/cursors';
import { type PeerRecord, peerSchema } from '../net/peers/peers';
import { lineageSchema, nameSchema } from '../net/protocol';
import { ACKNOWLEDGE, type Acknowledge } from '../net/service';
import type { RescueStatus } from '../status';
import { type Lineage, succeed } from '../store/lineage';
import { Refused } from '../store/refusal';
import { RULES, type Rule } from '../store/rule';
import { isNodeId, type NodeId } from '../store/stamp';
import type { KeyWish } from './keyring';

const formerSchema = v.object({ id: v.custom<NodeId>(isNodeId), at: v.number() });
/** The id that a node had until it met another one with it, and when it took a new one (ms since 1970). */
export type Former = v.InferOutput<typeof formerSchema>;

/** What a profile's notes say about its node; the disk may be new, and its user may have asked for something else. */
export interface Settings {
  readonly id: NodeId;
  readonly former: Former | null;
  readonly name: string;
  readonly rule: Rule;
  readonly peers: readonly PeerRecord[];
  readonly cursors: Cursors;
  readonly acknowledge: Acknowledge;
  readonly nearby: boolean;
  readonly rescue: RescueStatus | null;
}

/** One record that another version of the app wrote in a form of its own takes no other with it. */
const peersSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((records) => records.map((record) => v.safeParse(peerSchema, record))),
  v.transform((read) => read.flatMap((record) => (record.success ? [record.output] : []))),
);

const rescueSchema = v.nullable(
  v.object({
    at: v.number(),
    why: v.string(),
    folder: v.nullable(v.string()),
    backup: v.nullable(v.object({ path: v.string(), time: v.number(), entries: v.number() })),
    unread: v.nullish(v.string(), null),
    salvaged: v.number(),
  }),
);

export interface Wishes {
  readonly disk: Disk;
  /** The disk's folder, to be shown. */
  readonly profile: string;
  /** A name for a node that has none yet. */
  readonly defaultName: string;
  readonly name: string | undefined;
  /** The network's rule; `undefined` keeps the profile's (a new profile's is `latest`). */
  readonly rule: Rule | undefined;
  /** When writes are acknowledged from now on; `undefined` keeps the profile's choice (a new profile's is `synced`). */
  readonly acknowledge: Acknowledge | undefined;
  /** Whether to announce itself on its networks and list others there; as `acknowledge` (a new profile's is true). */
  readonly nearby: boolean | undefined;
}

/** Reads the notes of a database whose rule `checkRule` accepted, and writes those that are new. */
export async function readSettings(wishes: Wishes): Promise<Settings> {
  const { disk, defaultName } = wishes;
  const known = await disk.readNote('name');
  const name = wishes.name ?? v.parse(v.fallback(nameSchema, defaultName), known);
  if (name !== known) await saveName(disk, name);
  const peers = v.parse(v.fallback(peersSchema, []), await disk.readNote('peers'));
  const cursors = new Cursors(await disk.readNote('cursors'));
  const acknowledge = await chosen(
    disk,
    'acknowledge',
    v.fallback(v.picklist(ACKNOWLEDGE), 'synced'),
    wishes.acknowledge,
  );
  const nearby = await chosen(disk, 'nearby', v.fallback(v.boolean(), true), wishes.nearby);
  const rescue: RescueStatus | null = v.parse(v.fallback(rescueSchema, null), await disk.readNote(RESCUE));
  return { ...(await idsOf(disk)), name, rule: await ruleOf(wishes), peers, cursors, acknowledge, nearby, rescue };
}

/** The requested value, which is kept from now on, or else the one kept. */
async function chosen<T>(
  disk: Disk,
  note: string,
  schema: v.GenericSchema<unknown, T>,
  wished: T | undefined,
): Promise<T> {
  const kept = v.parse(schema, await disk.readNote(note));
  if (wished === undefined || wished === kept) return kept;
  await disk.writeNote(note, wished);
  return wished;
}

export function saveName(notes: Notes, name: string): Promise<void> {
  return notes.writeNote('name', name);
}

export function saveAcknowledge(notes: Notes, acknowledge: Acknowledge): Promise<void> {
  return notes.writeNote('acknowledge', acknowledge);
}

export function saveNearby(notes: Notes, nearby: boolean): Promise<void> {
  return notes.writeNote('nearby', nearby);
}

/**
 * The lineage of a node that starts now. No number of its epoch may be assigned before it is `written`.
 * @param head the highest number of the feed on the disk
 */
export async function beginEpoch(disk: Disk, head: number): Promise<{ lineage: Lineage; written: Promise<void> }> {
  const kept = v.parse(v.fallback(v.nullable(lineageSchema), null), await disk.readNote('lineage'));
  const lineage = succeed(kept, head, randomBytes(8).toString('hex'));
  return { lineage, written: disk.writeNote('lineage', lineage) };
}

/** The id drawn at the profile's first start, or later. */
async function idsOf(disk: Disk): Promise<Pick<Settings, 'id' | 'former'>> {
  const kept = await disk.readNote('id');
  if (!isNodeId(kept)) return { id: await drawId(disk), former: null };
  const former = v.parse(v.fallback(v.nullable(formerSchema), null), await disk.readNote('former'));
  return { id: kept, former: former?.id === kept ? null : former };
}

async function drawId(notes: Notes): Promise<NodeId> {
  const drawn = randomBytes(8).toString('hex') as NodeId;
  await notes.writeNote('id', drawn);
  return drawn;
}

/** Draws another id in place of the former one; it is on disk when this resolves. @throws Refused `disk` */
export async function renewId(notes: Notes, former: Former): Promise<NodeId> {
  await notes.writeNote('former', former);
  return drawId(notes);
}

/** Whether a disk's database has this rule or none yet. */
export async function hasRule(disk: Disk, rule: Rule | undefined): Promise<boolean> {
  const kept = await keptRule(disk);
  return kept === undefined || rule === undefined || kept === rule;
}

/** Whether a profile is new or of the network with this key, so that its node does not mix two networks. */
export async function hasKey(disk: Disk, keys: KeyStore, wish: KeyWish): Promise<boolean> {
  if (wish === undefined || wish === 'any') return true;
  const kept = await keys.read().catch(() => undefined);
  return kept === wish || (kept === null && (await disk.readNote('id')) === undefined);
}

async function keptRule(disk: Disk): Promise<Rule | undefined> {
  return v.parse(v.fallback(v.optional(v.picklist(RULES)), undefined), await disk.readNote('rule'));
}

/**
 * A database keeps the rule that it began with: under another one it would have other winners. Call before any
 * requested setting is written. @throws Refused `other-rule`
 */
export async function checkRule({ disk, rule, profile }: Pick<Wishes, 'disk' | 'rule' | 'profile'>): Promise<void> {
  if (await hasRule(disk, rule)) return;
  const kept = await keptRule(disk);
  throw new Refused('other-rule', `The profile ${profile} has the rule '${kept}'; name another with --profile.`);
}

async function ruleOf({ disk, rule }: Wishes): Promise<Rule> {
  const kept = await keptRule(disk);
  const chosen = kept ?? rule ?? 'latest';
  if (kept === undefined) await disk.writeNote('rule', chosen);
  return chosen;
}
