import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ClassicLevel } from 'classic-level';
import { checkConfig } from '../../main/config';
import { ProfileNewer } from '../../main/disk/newer';
import { rowKey } from '../../main/disk/row';
import { PROFILE_FORM } from '../../main/disk/second-copy';
import { openNode } from '../../main/node/open-node';
import { checkKey, textValue } from '../../main/store/text';
import { newFolder } from '../support/folder';
import { silent } from '../support/silent';
import { contents, openProfile } from './damaged-profile';

/** A profile as a version that knows another form of rows and of this file leaves it. */
async function newerProfile(test: TestContext, profile: string): Promise<void> {
  const node = await openProfile(test, profile);
  await node.put(checkKey('Ville'), textValue('Lyon'));
  await node.close();
  const db = new ClassicLevel(join(profile, 'db'));
  await db.put(rowKey(2), '<a row of another form>');
  await db.close();
  await writeFile(join(profile, 'node.json'), JSON.stringify({ form: PROFILE_FORM + 1, newest: 2 }));
}

test('a profile that a newer version wrote is left as it is: it is neither damaged nor passed over', async (context) => {
  const base = await newFolder(context);
  const profile = join(base, '1');
  await newerProfile(context, profile);
  const [before, names] = [await contents(join(profile, 'db')), await readdir(profile)];
  const config = { ...checkConfig({ nearby: 'off' }, process.env, process.platform), profiles: base, ports: [0] };
  await assert.rejects(
    openNode(config, 'test', () => silent, null).then(({ node }) => node.close()),
    (error) => {
      assert.ok(error instanceof ProfileNewer);
      assert.ok(error.message.includes(profile));
      assert.match(error.message, /A newer version .* install that one/);
      return true;
    },
  );
  assert.deepEqual(await contents(join(profile, 'db')), before);
  assert.deepEqual(await readdir(profile), names);
  assert.deepEqual(await readdir(base), ['1']);
});

test('a profile says of which form it is, and one of before it did so opens', async (context) => {
  const profile = join(await newFolder(context), 'alice');
  await (await openProfile(context, profile)).close();
  const file = join(profile, 'node.json');
  const { form, ...before } = JSON.parse(await readFile(file, 'utf8'));
  assert.equal(form, PROFILE_FORM);
  await writeFile(file, JSON.stringify(before));
  const node = await openProfile(context, profile);
  assert.equal(node.status().rescue, null);
});
