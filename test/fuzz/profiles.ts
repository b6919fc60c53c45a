import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { checkConfig } from '../../main/config';
import { nameSchema } from '../../main/net/protocol';
import type { Node } from '../../main/node/node';
import { openNode } from '../../main/node/open-node';
import { isNodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';
import type { Prng } from '../sim/prng';
import { newFolder } from '../support/folder';
import { silent } from '../support/silent';
import type { OpenTarget } from './fuzz';
import { Mutator, write } from './mutate';

const PROFILES = 4;
const KEYS = 30;
const VALUE = '"as it was written"';

async function open(profile: string): Promise<Node> {
  const config = { ...checkConfig({ profile }, process.env, process.platform), ports: [0] };
  return (await openNode(config, 'test', () => silent, null)).node;
}

async function somebody(test: TestContext): Promise<string> {
  const profile = join(await newFolder(test), 'somebody');
  const node = await open(profile);
  await node.putAll(
    Array.from({ length: KEYS }, (_, n) => [checkKey(`key ${n}`), textValue(JSON.parse(VALUE))] as const),
  );
  await node.backups.now();
  await node.rename('Somebody');
  await node.close();
  return profile;
}

/** Changes one thing that the profile keeps: a note in its database, or a file. */
async function spoil(profile: string, prng: Prng): Promise<void> {
  const mutator = new Mutator(prng);
  if (prng.chance(0.4)) return spoilNotes(join(profile, 'db'), prng);
  const path = join(profile, prng.pick(await filesIn(profile)));
  const bytes = await readFile(path);
  const isJson = path.endsWith('.json') && prng.chance(0.7);
  await writeFile(path, isJson ? write(mutator.value(JSON.parse(bytes.toString()))) : mutator.bytes(bytes));
}

async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const isFile = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).isFile()));
  return names.filter((_, at) => isFile[at]);
}

/** Notes are kept as JSON, each under its name. */
async function spoilNotes(db: string, prng: Prng): Promise<void> {
  const mutator = new Mutator(prng);
  const level = new ClassicLevel<string, string>(db);
  const notes = await level.iterator({ gt: 'n/', lt: 'n0' }).all();
  const [name, note] = prng.pick(notes);
  await level.put(name, write(mutator.value(JSON.parse(note))));
  await level.close();
}

/** A profile on a disk that lies: the node that opens is a whole one, and holds nothing that nobody wrote. */
export const profiles: OpenTarget = async (test) => {
  const original = await somebody(test);
  const folder = await newFolder(test);
  const outcomes = { opened: 0, mended: 0, refused: 0 };

  async function meet(profile: string): Promise<void> {
    const node = await open(profile).catch((error: Error & { code?: string }) => {
      assert.ok(typeof error.code === 'string', `${error.stack}`);
      outcomes.refused += 1;
      return null;
    });
    if (node === null) return;
    const { id, name, fingerprint, rescue } = node.status();
    if (rescue === null) outcomes.opened += 1;
    else outcomes.mended += 1;
    const values = new Set([...node.database.winners()].map(({ value }) => value));
    await node.close();
    assert.ok(isNodeId(id) && v.is(nameSchema, name), `It is somebody: ${id}, ${name}`);
    assert.deepEqual([...values], values.size === 0 ? [] : [VALUE], 'It holds what was written');
    const again = await open(profile);
    const after = again.status();
    await again.close();
    assert.deepEqual([after.id, after.fingerprint], [id, fingerprint], 'It is the same once it is opened again');
  }

  return {
    play: async (prng) => {
      for (let left = PROFILES; left > 0; left--) {
        const profile = join(folder, 'spoiled');
        await rm(profile, { recursive: true, force: true });
        await cp(original, profile, { recursive: true });
        await spoil(profile, prng);
        await meet(profile);
      }
      return PROFILES;
    },
    end: async () => {
      test.diagnostic(JSON.stringify(outcomes));
      assert.ok(outcomes.opened + outcomes.mended > 0, JSON.stringify(outcomes));
    },
  };
};
