import { FINGERPRINT } from '../../main/disk/disk';
import type { Database } from '../../main/store/database';
import { Fingerprint } from '../../main/store/fingerprint';
import type { Version } from '../../main/store/record';
import type { Refused } from '../../main/store/refusal';
import { SimFailure } from './failure';
import { nameOf, type Write } from './ledger';
import type { SimNode } from './sim-node';
import type { SimStore } from './sim-store';

/** Who waits for a write was told that it is kept: it is on the disk, or was dropped for higher ones since. */
export function checkAcknowledged({ node, database }: SimStore, entry: Version): void {
  const isKept = database.feed.get(entry.seq) === undefined || node.disk.has(entry.seq);
  claim(node, isKept, () => `acknowledged what its disk has not: ${nameOf(entry)}`);
}

/** A write that was refused is in the database, or said that it changed nothing. */
export function checkRefused({ node, database }: SimStore, why: Refused, write: Write | null): void {
  if (write === null) return;
  const isThere = node.world.ledger.isIn(database.versions(write.entry.key), write);
  claim(node, isThere, () => `lost what its disk refused: ${nameOf(write.entry)}`);
  claim(node, !/nothing was changed/.test(why.message), () => `holds ${nameOf(write.entry)}, but said: ${why.message}`);
}

/**
 * While the disk fails, no fewer entries count as unsaved than it lacks; while it does not, it holds what the database
 * does, once it has taken what is on its way.
 */
export function checkKept({ node, database, keeper, level }: SimStore): void {
  const { failure } = keeper.status();
  const wanted = new Set(Array.from(database.feed.after(0), ({ seq }) => seq));
  const held = new Set(node.disk.numbers);
  if (failure !== null) {
    const lacking = [...wanted].filter((seq) => !held.has(seq)).length;
    claim(node, failure.unsaved >= lacking, () => `says that ${failure.unsaved} are unsaved, but ${lacking} are`);
    return;
  }
  for (const { put, drop } of level.underway) {
    for (const [seq] of put) held.add(seq);
    for (const seq of drop) held.delete(seq);
  }
  const lacking = [...wanted].filter((seq) => !held.has(seq));
  const surplus = [...held].filter((seq) => !wanted.has(seq));
  claim(node, lacking.length === 0, () => `has a disk that will lack the numbers ${lacking.join(', ')}`);
  claim(node, surplus.length === 0, () => `has a disk that will hold the dropped numbers ${surplus.join(', ')}`);
}

/** What a start compares: the note on the disk is true of what it holds. */
export function checkFingerprint(node: SimNode, onDisk: Database): void {
  const note = node.disk.readNote(FINGERPRINT);
  const isTrue = note === undefined || note === onDisk.fingerprint;
  claim(node, isTrue, () => `has a disk with ${onDisk.fingerprint.slice(0, 6)}, but the note on it says ${note}`);
}

/** No write that it acknowledged is gone from its disk, which was neither set back nor taken away since. */
export function checkSurvived(node: SimNode): void {
  const { ledger } = node.world;
  const onDisk = node.onDisk();
  for (const write of ledger.writes.values()) {
    if (write.by !== node.name || !write.acknowledged || write.exposed) continue;
    const isThere = ledger.isIn(onDisk.versions(write.entry.key), write);
    claim(node, isThere, () => `lost what it had acknowledged: ${nameOf(write.entry)}`);
  }
}

/** Nothing is under way: the disk works, and holds what the database does. */
export function checkDisk(node: SimNode): void {
  const [held, wanted] = [node.onDisk().fingerprint, node.database.fingerprint].map((print) => print.slice(0, 6));
  claim(node, held === wanted, () => `holds ${wanted}, but its disk ${held}`);
}

/** Read entry by entry, a database is what its fingerprint, which follows each change, says. */
export function checkMemory(node: SimNode): void {
  const read = new Fingerprint();
  const { database } = node;
  // The feed has copies of its own.
  for (const key of database.keys()) for (const version of database.versions(key)) read.add(version);
  const [told, held] = [database.fingerprint, read.text].map((print) => print.slice(0, 6));
  claim(node, told === held, () => `holds ${held} in memory, but says ${told}`);
}

/** A note may claim that the disk has what the database held when it was written: it has. */
export function checkNoted({ node, database }: SimStore, head: number): void {
  for (const version of database.feed.after(0)) {
    if (version.seq > head) break;
    claim(node, node.disk.has(version.seq), () => `has a note on its disk that came before ${nameOf(version)}`);
  }
}

/** Ends the simulation otherwise, though it be claimed where nobody would see it thrown. */
function claim({ name, world }: SimNode, holds: boolean, otherwise: () => string): void {
  if (!holds) world.schedule.fail(new SimFailure(`${name} ${otherwise()}.`));
}
