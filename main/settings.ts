import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Disk } from './disk/disk';
import { type PeerRecord, peerSchema } from './net/peers';
import { nameSchema } from './net/protocol';
import { Refused } from './store/refusal';
import { RULES, type Rule } from './store/rule';
import { isNodeId, type NodeId } from './store/stamp';

/** Peers change often while links come and go; they are written this long after the first change. */
const SAVE_PEERS_MS = 500;

/** What a profile's notes say of its node, where the disk may be new and its user may have asked for other. */
export interface Settings {
  readonly id: NodeId;
  readonly name: string;
  readonly rule: Rule;
  readonly peers: readonly PeerRecord[];
}

export interface Wishes {
  readonly disk: Disk;
  /** The folder of the disk, for people. */
  readonly profile: string;
  /** A name for a node that has none yet. */
  readonly defaultName: string;
  readonly name: string | undefined;
  /** The network's rule; `undefined` keeps the profile's (a new profile's is `latest`). */
  readonly rule: Rule | undefined;
}

/** Reads the notes, and writes those that are new. @throws Refused `other-rule` */
export async function readSettings(wishes: Wishes): Promise<Settings> {
  const { disk, defaultName } = wishes;
  const name = wishes.name ?? v.parse(v.fallback(nameSchema, defaultName), await disk.readNote('name'));
  await disk.writeNote('name', name);
  const peers = v.parse(v.fallback(v.array(peerSchema), []), await disk.readNote('peers'));
  return { id: await idOf(disk), name, rule: await ruleOf(wishes), peers };
}

export function saveName(disk: Disk, name: string): Promise<void> {
  return disk.writeNote('name', name);
}

/** Keeps the note of the peers up to date. */
export class SavedPeers {
  #timer: NodeJS.Timeout | null = null;
  #saved = '';

  constructor(
    readonly disk: Disk,
    readonly current: () => readonly PeerRecord[],
    readonly failed: (error: unknown) => void,
  ) {}

  /** Saves soon, if anything changed. */
  soon(): void {
    this.#timer ??= setTimeout(() => void this.now().catch(this.failed), SAVE_PEERS_MS);
  }

  async now(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const peers = JSON.stringify(this.current());
    if (peers === this.#saved) return;
    this.#saved = peers;
    await this.disk.writeNote('peers', this.current());
  }
}

/** The id drawn at a profile's first start. */
async function idOf(disk: Disk): Promise<NodeId> {
  const id = await disk.readNote('id');
  if (typeof id === 'string' && isNodeId(id)) return id;
  const drawn = randomBytes(8).toString('hex') as NodeId;
  await disk.writeNote('id', drawn);
  return drawn;
}

/** Whether a disk's database has this rule, or none yet. */
export async function hasRule(disk: Disk, rule: Rule | undefined): Promise<boolean> {
  const kept = await keptRule(disk);
  return kept === undefined || rule === undefined || kept === rule;
}

async function keptRule(disk: Disk): Promise<Rule | undefined> {
  return v.parse(v.fallback(v.optional(v.picklist(RULES)), undefined), await disk.readNote('rule'));
}

/** A database keeps the rule that it began with: under another one its winners would be others. */
async function ruleOf({ disk, rule, profile }: Wishes): Promise<Rule> {
  const kept = await keptRule(disk);
  if (!(await hasRule(disk, rule))) {
    throw new Refused('other-rule', `The profile ${profile} has the rule '${kept}'; name another with --profile.`);
  }
  const chosen = kept ?? rule ?? 'latest';
  if (kept === undefined) await disk.writeNote('rule', chosen);
  return chosen;
}
