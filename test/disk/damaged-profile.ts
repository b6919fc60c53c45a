import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { checkConfig } from '../../main/config';
import { isData } from '../../main/disk/before';
import type { NodeStatus } from '../../main/net/service';
import type { Node } from '../../main/node/node';
import { openNode } from '../../main/node/open-node';
import { checkKey, textValue } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { addressOf, inSync } from '../support/nodes';

/**
 * Opens the node of a profile as the app does, out of sight of who is on the same network; it is closed when the test
 * ends.
 */
export async function openProfile(test: TestContext, profile: string, said: string[] = []): Promise<Node> {
  const logger = { debug() {}, info() {}, warn: (text: string) => void said.push(text), error() {} };
  const config = {
    ...checkConfig({ profile, name: 'Alice', nearby: 'off' }, process.env, process.platform),
    ports: [0],
  };
  const { node } = await openNode(config, 'test', () => logger, null);
  test.after(() => node.close());
  return node;
}

/**
 * The profile of a whole node with 1,000 keys: a backup of 600 entries, and newer ones in tables and in the log. Tests
 * damage copies of it.
 *
 * @param test for whose time it lasts
 * @param bob to whom it was linked, and with whom it was in sync
 */
export async function wholeProfile(test: TestContext, bob: Node): Promise<{ original: string; alice: NodeStatus }> {
  const original = join(await newFolder(test), 'alice');
  const first = await openProfile(test, original);
  await set(first, 0, 600, 'in the backup');
  await first.backups.now();
  await set(first, 500, 300, 'in tables');
  await first.close();
  const again = await openProfile(test, original);
  await set(again, 700, 300, 'in the log');
  await again.peers.add(addressOf(bob));
  await inSync(again, bob);
  const alice = again.status();
  await again.close();
  return { original, alice };
}

async function set(node: Node, from: number, count: number, value: string): Promise<void> {
  const keys = Array.from({ length: count }, (_, n) => checkKey(`key ${from + n}`));
  await node.putAll(keys.map((key) => [key, textValue(value)] as const));
}

/** Changes bytes in the middle of each file of a kind. */
export async function flip(db: string, ending: string): Promise<void> {
  for (const name of await named(db, ending)) {
    const bytes = await readFile(join(db, name));
    for (let at = 0; at < 64; at++) bytes[(bytes.length >> 1) + at] = (bytes[(bytes.length >> 1) + at] ?? 0) ^ 0x55;
    await writeFile(join(db, name), bytes);
  }
}

export async function cut(db: string, ending: string, part: number): Promise<void> {
  for (const name of await named(db, ending)) {
    await truncate(join(db, name), Math.floor((await readFile(join(db, name))).length * part));
  }
}

export async function remove(db: string, ending: string): Promise<void> {
  for (const name of await named(db, ending)) await rm(join(db, name));
}

async function named(db: string, part: string): Promise<string[]> {
  const names = (await readdir(db)).filter((name) => name.includes(part));
  assert.ok(names.length > 0, `there is a file ${part}`);
  return names;
}

/** The digests of a database's files, by name. */
export async function contents(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder).catch(() => [])).filter(isData);
  const texts = names.sort().map(
    async (name) =>
      [
        name,
        createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex'),
      ] as const,
  );
  return new Map(await Promise.all(texts));
}
