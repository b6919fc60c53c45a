import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Checkout } from './checkout';

const skip = process.platform !== 'linux' && 'only Linux has these settings';

/** What set-up says of an Electron in the folder "it's 1" where a kernel has these settings. */
async function checked(checkout: Checkout, settings: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  for (const [setting, value] of Object.entries(settings)) await checkout.write(`kernel/${setting}`, `${value}\n`);
  const { ended } = checkout.eval(
    `import { script } from './build/setup.mjs';
    import { checkSandbox } from './build/setup/sandbox.mjs';
    await script(async () => checkSandbox(process.env, 'kernel'));`,
    { ELECTRON_OVERRIDE_DIST_PATH: checkout.path("it's 1"), ELECTRON_DISABLE_SANDBOX: '', ...env },
  );
  return ended;
}

async function withElectron(test: Parameters<typeof Checkout.create>[0]): Promise<Checkout> {
  const checkout = await Checkout.create(test);
  await checkout.write("it's 1/chrome-sandbox", '');
  return checkout;
}

const allowed = {
  'kernel/apparmor_restrict_unprivileged_userns': '0',
  'kernel/unprivileged_userns_clone': '1',
  'user/max_user_namespaces': '96365',
};

const denials: Record<string, string>[] = [
  { 'kernel/apparmor_restrict_unprivileged_userns': '1' },
  { 'kernel/unprivileged_userns_clone': '0' },
  { 'user/max_user_namespaces': '0' },
];

for (const denial of denials) {
  test(`where ${Object.keys(denial)} denies user namespaces, a line says what the sandbox needs`, {
    skip,
  }, async (t) => {
    const checkout = await withElectron(t);
    const { code, said } = await checked(checkout, { ...allowed, ...denial });
    assert.equal(code, 1);
    const file = `'${join(checkout.folder, "it'\\''s 1/chrome-sandbox")}'`;
    assert.match(said, /^Linux gives ordinary users no user namespaces here, .*\n$/);
    assert.ok(said.endsWith(`: sudo chown root ${file} && sudo chmod 4755 ${file}\n`), said);
  });
}

test('where the kernel gives user namespaces, or has none of these settings, nothing is said', { skip }, async (t) => {
  const checkout = await withElectron(t);
  assert.deepEqual(await checked(checkout, {}), { code: 0, said: '' });
  assert.deepEqual(await checked(checkout, allowed), { code: 0, said: '' });
});

test('who does without the sandbox, as root has to, is told nothing of it', { skip }, async (t) => {
  const env = { ELECTRON_DISABLE_SANDBOX: '1' };
  assert.deepEqual(await checked(await withElectron(t), { ...allowed, ...denials[0] }, env), { code: 0, said: '' });
});

const skipRoot = skip || (process.getuid?.() !== 0 && 'only root makes a file setuid of root');

test('what the line says to do is enough', { skip: skipRoot }, async (t) => {
  const checkout = await withElectron(t);
  await chmod(checkout.path("it's 1/chrome-sandbox"), 0o4755);
  assert.deepEqual(await checked(checkout, { ...allowed, ...denials[0] }), { code: 0, said: '' });
});
