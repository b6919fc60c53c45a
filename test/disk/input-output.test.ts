import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openProfile } from '../../main/disk/profile';
import { kill, listening, spawnByr } from '../support/byr';
import { byr } from '../support/byr-here';
import { Client } from '../support/client';
import { failingCalls } from '../support/failing-calls';
import { newFolder } from '../support/folder';
import { portApart } from '../support/ports';
import { Script } from '../support/script';
import { until } from '../support/until';
import { fingerprintOf } from './contract';

for (const call of ['write', 'sync']) {
  test(`a disk that fails to ${call} refuses every way to write, and has all when it is well again`, async (context) => {
    const preload = failingCalls(await newFolder(context));
    if (preload === null) return context.skip('needs Linux and a C compiler');
    const [home, faults] = [await newFolder(context), await newFolder(context)];
    const env = { LD_PRELOAD: preload, BYR_FAULTS: faults };
    const started = spawnByr(['serve', '--profile', 'mine', '--port', String(await portApart())], home, { env });
    const { child, port, said } = await listening(context, started);
    const client = new Client(context, Number(port), null);
    await client.put('kept', 1);
    await writeFile(join(faults, call), '');
    await assert.rejects(client.put('refused', 2), /Input\/output error/);
    const refusals = await Promise.all([
      byr(['set', '--port', port, 'refused', '3']),
      byr(['delete', '--port', port, 'kept']),
    ]);
    for (const { code, stderr } of refusals) {
      assert.equal(code, 1);
      assert.match(
        stderr,
        /The disk takes no writes now \(.*Input\/output error\); nothing was changed\. Check that it has space and works/,
      );
    }
    const [taken, why] = await new Script(context, { port: Number(port) }).answer('set', 'course', 4);
    assert.equal(taken, false);
    assert.match(String(why), /The disk takes no writes now/);
    const status = await byr(['status', '--port', port]);
    assert.match(status.stdout, /^DISK FAILS .*Input\/output error; it lacks 1 entry/m);
    assert.match(said(), /The disk did not take it .*Input\/output error.*then try again/);
    await rm(join(faults, call));
    await until('the disk to be well', async () => (await client.status()).disk.failure === null);
    await client.put('after', 5);
    const { fingerprint } = await client.status();
    await kill(child);
    const { disk } = await openProfile(join(home, 'profiles'), 'mine');
    context.after(() => disk.close());
    assert.equal(await fingerprintOf(disk), fingerprint);
  });
}
