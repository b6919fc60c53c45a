import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { Checkout } from './checkout';

const skip = process.platform !== 'linux' && 'only Linux has packages of the system';

const systemLibraries = `
  const { script } = await import('./build/setup.mjs');
  const { systemLibraries } = await import('./build/setup/system-libraries.mjs');
  await script(systemLibraries);`;

/** What set-up says on a Linux of another family than Debian's. @param ldconfig what lists the libraries, if it is at hand */
async function elsewhere(t: TestContext, ldconfig?: string): Promise<{ code: number | null; said: string }> {
  const checkout = await Checkout.create(t);
  if (ldconfig !== undefined) {
    await checkout.write('bin/ldconfig', ldconfig);
    await chmod(checkout.path('bin/ldconfig'), 0o755);
  }
  return checkout.eval(systemLibraries, { PATH: checkout.path('bin'), DISPLAY: ':0' }).ended;
}

/** What set-up says to root on a Debian that lacks some packages, and whose apt-get fails. */
async function onDebian(t: TestContext, lacking: readonly string[]): Promise<{ code: number | null; said: string }> {
  const checkout = await Checkout.create(t);
  const unknown = lacking.flatMap((name) => [name, `${name}t64`]).join(' ');
  const query = `for name; do case " ${unknown} " in *" $name "*) ;; *) echo "$name installed"; esac; done`;
  for (const [name, text] of Object.entries({ 'dpkg-query': query, 'apt-get': 'echo no network; exit 100' })) {
    await checkout.write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
    await chmod(checkout.path(`bin/${name}`), 0o755);
  }
  const program = `
    process.getuid = () => 0;
    ${systemLibraries}`;
  return checkout.eval(program, { PATH: `${checkout.path('bin')}:/usr/bin:/bin` }).ended;
}

test('a window opens without fonts that root cannot install, and not without libraries', { skip }, async (t) => {
  const fonts = await onDebian(t, ['fonts-inter']);
  assert.deepEqual(
    [fonts.code, fonts.said.split('\n').at(-2)],
    [0, 'For a better view, or a window without a display: sudo apt-get install fonts-inter'],
  );
  const libraries = await onDebian(t, ['libnss3', 'fonts-inter']);
  assert.deepEqual([libraries.code, libraries.said.split('\n').at(-2)], [1, 'no network']);
});

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
