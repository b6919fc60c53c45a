import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { Checkout } from './checkout';

const skip = process.platform !== 'linux' && 'only Linux has packages of the system';

/** What set-up says on a Linux of another family than Debian's. @param ldconfig what lists the libraries, if it is at hand */
async function elsewhere(t: TestContext, ldconfig?: string): Promise<{ code: number | null; said: string }> {
  const checkout = await Checkout.create(t);
  if (ldconfig !== undefined) {
    await checkout.write('bin/ldconfig', ldconfig);
    await chmod(checkout.path('bin/ldconfig'), 0o755);
  }
  const program = `
    import { script } from './build/setup.mjs';
    import { systemLibraries } from './build/setup/system-libraries.mjs';
    await script(systemLibraries);`;
  return checkout.eval(program, { PATH: checkout.path('bin'), DISPLAY: ':0' }).ended;
}

test('where only root has the list of libraries in its path, as on openSUSE, it is asked all the same', {
  skip,
}, async (t) => {
  const { code, said } = await elsewhere(t);
  assert.equal(code, 0, said);
});

test('where there is no list of libraries, as on NixOS, nothing is said of them', { skip }, async (t) => {
  assert.deepEqual(await elsewhere(t, '#!/bin/sh\nexit 1\n'), { code: 0, said: '' });
});

test('what the list of libraries lacks is named', { skip }, async (t) => {
  const { code, said } = await elsewhere(t, '#!/bin/sh\necho "libgtk-3.so.0 libnss3.so libasound.so.2"\n');
  assert.equal(code, 0, said);
  assert.equal(said, 'Please install with your package manager what holds: libgbm.so\n');
});
