import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Node } from '../../main/node/node';
import type { NodeOptions } from '../../main/node/read-profile';
import { checkKey, textValue } from '../../main/store/text';
import { NOON } from '../store/fixtures';
import { newFolder } from '../support/folder';
import { openNode } from '../support/nodes';

export const MINUTE = 60_000;

/** A node that makes backups, and a clock that a test may move. */
export async function nodeWithBackups(test: TestContext, options: Partial<NodeOptions> = {}) {
  const clock = { now: Date.now() };
  const folder = join(await newFolder(test), 'backups');
  const node = await openNode(test, { name: 'Alice', backups: folder, now: () => clock.now, ...options });
  return { node, folder, clock };
}

export function set(node: Node, key: string, value: string): Promise<void> {
  return node.put(checkKey(key), textValue(value));
}

/** A node with as many backups as are kept, the oldest with Ville 0, and what makes another one. */
export async function nodeWithTen(test: TestContext) {
  // Not at midnight, as the last of a day is kept longer.
  const clock = { now: NOON };
  const { node } = await nodeWithBackups(test, { now: () => clock.now });
  let made = 0;
  const another = async (): Promise<string> => {
    await set(node, 'Ville', `${made++}`);
    clock.now += 1_000;
    return (await node.backups.now()).path;
  };
  const oldest = await another();
  while (made < 10) await another();
  return { node, oldest, another };
}
