import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listBackups } from '../../../main/backup/folder';
import { verifyBackup } from '../../../main/backup/read-backup';
import { FINGERPRINT } from '../../../main/disk/disk';
import { LevelDisk } from '../../../main/disk/level';
import { MemoryDisk } from '../../../main/disk/memory';
import type { Node } from '../../../main/node/node';
import { sha256 } from '../../../main/sha256';
import { Clock } from '../../../main/store/clock';
import type { Numbered } from '../../../main/store/contents';
import { Database } from '../../../main/store/database';
import { checkKey, textValue } from '../../../main/store/text';
import { Prng } from '../../sim/prng';
import { BOB } from '../../store/fixtures';
import { modelFingerprint } from '../../store/model';
import { until } from '../../support/until';
import { Acknowledged } from './acknowledged';
import { Worker } from './process';
import { LEVEL, openNode, RESTORED } from './work';

/** Entries that a new profile has to fetch first: a few hundred ms of work, so that kills fall in it. */
const TO_FETCH = 3_000;
/** Longest wait before a kill, ms from the start of the process or from when it has opened. */
const BEFORE_OPEN_MS = 700;
const AFTER_OPEN_MS = 500;

export interface Survived {
  readonly kills: number;
  readonly acknowledged: number;
  readonly restores: number;
}

/**
 * One profile that is killed again and again while it writes, makes and restores backups, and fetches from a peer that
 * goes on writing; then it is to be equal to that peer. @throws Error that says what was lost, or how disk and node differ
 */
export async function crash(seed: number, kills: number): Promise<Survived> {
  const prng = new Prng(seed);
  const folder = await mkdtemp(join(tmpdir(), 'byr-crash-'));
  const acknowledged = new Acknowledged();
  const peer = await openPeer(join(folder, 'peer'));
  const writing = setInterval(() => void write(peer, prng.whole(1, TO_FETCH)), 20);
  const { path: restores } = await peer.backups.now();
  const work = { folder, seed, peers: [`localhost:${peer.port}`], writes: true, restores };
  let sum = 0;
  try {
    for (let kill = 0; kill < kills; kill++) {
      const worker = new Worker({ ...work, seed: prng.whole(1, 1e6), first: acknowledged.next });
      // A clean end now and then has the next start go on from cursors that it kept.
      const held = await end(worker, prng);
      acknowledged.heard(worker.lines);
      const restored = worker.lines.filter((line) => line === RESTORED).length;
      if (restored > 0) await acknowledged.heardOf(restores);
      sum += restored;
      await check(folder, acknowledged, held);
    }
    clearInterval(writing);
    await settle(new Worker({ ...work, first: 0, writes: false }), peer);
    const lost = acknowledged.lostFrom(peer.database);
    if (lost.length > 0) throw new Error(`The peer never got what was acknowledged: ${lost.join('; ')}`);
    await check(folder, acknowledged, peer.status().fingerprint);
    return { kills, acknowledged: acknowledged.count, restores: sum };
  } finally {
    clearInterval(writing);
    await peer.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Returns the fingerprint of a node that could close. */
async function end(worker: Worker, prng: Prng): Promise<string | null> {
  if (prng.chance(0.2)) {
    await sleep(prng.whole(0, BEFORE_OPEN_MS));
    await worker.kill();
    return null;
  }
  await worker.opened();
  await sleep(prng.whole(0, AFTER_OPEN_MS));
  if (prng.chance(0.15)) return worker.stop();
  // In the moment of an acknowledgement: one that came too early is not on the disk yet.
  if (prng.chance(0.5)) await worker.speaks();
  await worker.kill();
  return null;
}

async function settle(worker: Worker, peer: Node): Promise<void> {
  await worker.opened();
  const equal = (): boolean => {
    const { peers } = peer.status();
    // A node that was killed before it linked is not known to its peer.
    return peers.length > 0 && peers.every(({ state }) => state === 'in-sync');
  };
  await until('node and peer to be equal', equal, 60_000);
  await worker.stop();
}

/** @param held the fingerprint that is to be on the disk, where that is known */
async function check(folder: string, acknowledged: Acknowledged, held: string | null): Promise<void> {
  const disk = await LevelDisk.open(join(folder, 'db'), LEVEL);
  const rows: Numbered[] = [];
  const database = new Database('latest', new Clock(BOB, Date.now), sha256);
  for await (const chunk of disk.entries()) {
    rows.push(...chunk);
    database.load(chunk);
  }
  const written = await disk.readNote(FINGERPRINT);
  await disk.close();
  // It says nothing before its first entry.
  if (written !== (rows.length === 0 ? undefined : database.fingerprint)) {
    throw new Error(`The disk says that it holds ${written}, and holds ${database.fingerprint}.`);
  }
  const lost = acknowledged.lostFrom(database);
  if (lost.length > 0) throw new Error(`Lost: ${lost.join('; ')}`);
  const onDisk = modelFingerprint(rows);
  if (onDisk !== database.fingerprint) throw new Error('A start from the disk holds other than what is on the disk.');
  for (const { path } of await listBackups(join(folder, 'backups'), Date.now(), null)) await verifyBackup(path);
  if (held !== null && held !== onDisk) throw new Error(`The node held ${held}, its disk has ${onDisk}.`);
}

async function openPeer(folder: string): Promise<Node> {
  const node = await openNode(new MemoryDisk(), folder, 'Peer', []);
  for (let n = 1; n <= TO_FETCH; n++) await write(node, n);
  return node;
}

function write(peer: Node, n: number): Promise<void> {
  return peer.put(checkKey(`peer ${n}`), textValue(`${Date.now()} ${'y'.repeat(100)}`));
}
