import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { appsOfThisFile, executable, root } from '../support/apps';
import { runs } from '../support/runs';

/** 'nobody', whom every Linux knows by this number. */
const NOBODY = 65_534;
const asNobody = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
const apps = appsOfThisFile();

/** Why an ordinary user cannot open a window here; `null` where one can. */
function hindrance(): string | null {
  if (process.platform !== 'linux') return 'only Linux has setpriv';
  if (process.getuid?.() !== 0) return null;
  const tries: [string, string[]][] = [
    ['there is no setpriv', ['true']],
    ['an ordinary user cannot read this checkout', ['test', '-r', join(root, 'out/main/index.js')]],
    ['an ordinary user cannot run this Electron', ['test', '-x', executable]],
    ['an ordinary user gets no user namespace, which the sandbox needs', ['unshare', '--user', 'true']],
  ];
  return tries.find(([, command]) => !runs('setpriv', [...asNobody, ...command]))?.[0] ?? null;
}

/** A program that runs Electron as somebody who is not root. */
function asOrdinaryUser(): { executablePath?: string; env: Record<string, string> } {
  if (process.getuid?.() !== 0) return { env: {} };
  const home = join(apps.home, 'nobody');
  mkdirSync(join(home, 'tmp'), { recursive: true });
  for (const folder of [home, join(home, 'tmp')]) chownSync(folder, NOBODY, NOBODY);
  chmodSync(apps.home, 0o755);
  const program = join(apps.home, 'electron-as-nobody');
  writeFileSync(program, `#!/bin/sh\nexec setpriv ${asNobody.join(' ')} '${executable}' "$@"\n`, { mode: 0o755 });
  return { executablePath: program, env: { HOME: home, BYR_HOME: join(home, 'data'), TMPDIR: join(home, 'tmp') } };
}

test('an ordinary user has a window in the sandbox of the system', async () => {
  const why = hindrance();
  if (why !== null) console.log(`No window of an ordinary user: ${why}.`);
  test.skip(why !== null, why ?? '');
  const window = await apps.launch({ ...asOrdinaryUser(), sandbox: true });
  await window.set('key', 'value');
  await expect(window.shown('key')).toHaveText('value');
  const { uid, sandboxed, renderer } = await window.app.evaluate(({ app, webContents }) => ({
    uid: process.getuid?.(),
    sandboxed: !app.commandLine.hasSwitch('no-sandbox'),
    renderer: webContents.getAllWebContents()[0]?.getOSProcessId(),
  }));
  expect(sandboxed).toBe(true);
  expect(uid).not.toBe(0);
  // 2: system calls are filtered (proc(5)), which only the sandbox does.
  const status = execFileSync('cat', [`/proc/${renderer}/status`], { encoding: 'utf8' });
  expect(status).toMatch(/^Seccomp:\s+2$/m);
  await window.close();
});
