import { once } from 'node:events';
import { cp, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { expect, test } from '@playwright/test';
import { appsOfThisFile, root, without } from '../support/apps';
import { LONG } from '../support/long';
import { portApart } from '../support/ports';

const apps = appsOfThisFile();
const busy: Server[] = [];

/** Resolves with whether the port was free until now. */
function occupy(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, () => {
      busy.push(server);
      resolve(true);
    });
  });
}

test.afterEach(async () => {
  for (const server of busy.splice(0)) await new Promise((resolve) => server.close(resolve));
});

test('options give a window its port, profile and name', async () => {
  const port = await portApart();
  const window = await apps.launch({ args: ['--port', String(port), '--profile', 'mine', '--name', 'Ada Lovelace'] });
  expect(await window.status()).toMatchObject({ port, name: 'Ada Lovelace' });
  expect((await window.status()).profile).toBe(`${apps.home}/profiles/mine`);
  await expect.poll(() => window.title()).toBe(`Ada Lovelace · ${port} · Build Your Rating`);
  await window.close();
});

test('where the ports of the course are taken, a window takes another', LONG, async () => {
  for (const port of [3000, 4000, 5000]) await occupy(port);
  const window = await apps.launch({ coursePorts: true });
  const { port, listenProblem } = await window.status();
  expect(listenProblem).toBeNull();
  expect([3000, 4000, 5000]).not.toContain(port);
  await window.close();
});

test(
  'a port that is taken is told in the window, which works without it, and listens there once it is free',
  LONG,
  async () => {
    const port = await portApart();
    expect(await occupy(port)).toBe(true);
    const window = await apps.launch({ args: ['--port', String(port), '--name', 'Deaf'] });
    const message = `Not listening: port ${port} is taken by another program`;
    await expect(window.sync).toHaveText(message);
    // In a narrow window that may be cut.
    await expect(window.sync).toHaveAttribute('title', new RegExp(`^${message}\n`));
    await expect(window.firstRun).toContainText(message);
    await expect(window.firstRun).toContainText('The node keeps trying by itself');
    await expect(window.firstRun.getByRole('listitem').first()).toHaveText('Paste a friend’s address in Peers');
    await expect.poll(() => window.title()).toBe(`Deaf · ${port} ✕ · Build Your Rating`);

    const other = await apps.launch({ args: ['--name', 'Other'] });
    await window.set('still', 'works');
    await window.dial(await other.port());
    await expect(other.shown('still')).toHaveText('works');
    for (const server of busy.splice(0)) await new Promise((resolve) => server.close(resolve));
    await expect(window.sync).toHaveText('In sync with 1 of 1');
    await expect.poll(() => window.title()).toBe(`Deaf · ${port} · Build Your Rating`);
    await Promise.all([window.close(), other.close()]);
  },
);

test('a second process on one profile ends and names the first', LONG, async () => {
  const window = await apps.launch({ args: ['--profile', 'shared'] });
  const { code, stderr } = await apps.run(['--profile', 'shared']);
  expect(code).toBe(1);
  expect(stderr).toContain(`is in use by process ${window.process.pid}.`);
  expect(stderr).toContain('name another with --profile');
  await window.close();
});

test('another rule than that of the profile is refused', LONG, async () => {
  const window = await apps.launch({ args: ['--profile', 'ruled', '--rule', 'first'] });
  await window.close();
  const { code, stderr } = await apps.run(['--profile', 'ruled', '--rule', 'latest']);
  expect(code).toBe(1);
  expect(stderr).toContain("has the rule 'first'");
});

for (const [args, message] of [
  [['--port', 'seventy'], '--port takes a number from 1 to 65535.'],
  [['--prot', '4000'], 'There is no option --prot; --help lists those that there are.'],
] as const) {
  test(`'${args.join(' ')}' ends with code 2 and says what it may be`, async () => {
    const { code, stderr } = await apps.run([...args]);
    expect(stderr).toContain(`build-your-rating: ${message}`);
    expect(code).toBe(2);
  });
}

test(
  'a box that tells why the app did not start goes with a signal, and the app ends as it would have',
  LONG,
  async () => {
    test.skip(process.platform === 'win32', 'it has no such signals');
    const app = apps.start(['--port', '0'], without(apps.environment({}), 'BYR_NO_DIALOG'));
    // Chromium has something to say before.
    for await (const line of createInterface(app.stderr)) if (line.startsWith('build-your-rating:')) break;
    app.kill('SIGTERM');
    await once(app, 'exit');
    expect(app.exitCode).toBe(2);
  },
);

test('--help lists the options, and opens no window', async () => {
  const { code, stdout } = await apps.run(['--help']);
  expect(stdout).toMatch(/^ {2}-p, --port <port> .*\n {2}--profile <profile> /m);
  expect(code).toBe(0);
});

test('what fails before there can be a window is told, and ends the app', async () => {
  test.skip(process.platform === 'win32', 'Windows names its folder for that otherwise');
  const { code, stderr } = await apps.run([], { TMPDIR: join(apps.home, 'none') });
  expect(stderr).toMatch(/^build-your-rating: The folder for temporary files, .*none, cannot be used \(ENOENT\)/m);
  expect(code).toBe(2);
});

test('the app opens from a folder of any name', LONG, async () => {
  const windows = process.platform === 'win32';
  const folder = join(apps.home, windows ? "100%41 é [x] ^ ~ {a} & 'b'" : "100%41 é [x] ^ | ~ {a} & 'b' # ?");
  await cp(join(root, 'out'), join(folder, 'out'), {
    recursive: true,
    filter: (path) => /out(?:$|[\\/](?:main|preload|renderer))/.test(path),
  });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const window = await apps.launch({ folder, args: ['--profile', 'odd'] });
  await window.set('Ville', 'Lyon');
  await expect(window.shown('Ville')).toHaveText('Lyon');
  await window.close();
});

test('a profile may be called like a backup', LONG, async () => {
  const open = await apps.launch({ args: ['--profile', 'first'] });
  const window = await apps.launch({ args: ['--profile', 'Team.byr'] });
  expect((await window.status()).profile).toContain('Team.byr');
  await Promise.all([open.close(), window.close()]);
});

test('a page that crashed comes back', async () => {
  const window = await apps.launch({ args: ['--profile', 'crashing'] });
  const { app } = window;
  const shown = (): Promise<string> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("main")?.innerText ?? ""',
      ),
    );
  const before = await shown();
  expect(before).not.toBe('');
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      }),
  );
  await expect.poll(shown).toBe(before);
  const log = await readFile(join(apps.home, 'profiles', 'crashing', 'node.log'), 'utf8');
  expect(log).toContain("The window's page ended (");
  await window.kill();
});

test('a page that crashes now and then over a long time comes back each time', LONG, async () => {
  const window = await apps.launch({ args: ['--profile', 'often'] });
  const { app } = window;
  const crashes = 7;
  const shown = await app.evaluate(async ({ BrowserWindow, dialog }, crashes) => {
    const [open] = BrowserWindow.getAllWindows();
    const contents = open?.webContents;
    const now = performance.now.bind(performance);
    let [returns, hours, isGivenUp] = [0, 0, false];
    Object.defineProperty(performance, 'now', { value: () => now() + hours * 60 * 60_000 });
    const ended = new Promise<void>((resolve) => {
      dialog.showMessageBox = async () => {
        isGivenUp = true;
        resolve();
        return { response: 0, checkboxChecked: false };
      };
      contents?.on('did-finish-load', () => {
        returns += 1;
        hours += 1;
        if (returns === crashes) resolve();
        else contents.forcefullyCrashRenderer();
      });
    });
    contents?.forcefullyCrashRenderer();
    await ended;
    return { returns, isGivenUp };
  }, crashes);
  expect(shown).toEqual({ returns: crashes, isGivenUp: false });
  await window.kill();
});

test('a full log makes room, and no more than the one before it is kept', LONG, async () => {
  const folder = join(apps.home, 'profiles', 'talkative');
  const [log, before] = [join(folder, 'node.log'), join(folder, 'node.old.log')];
  await mkdir(folder, { recursive: true });
  await writeFile(before, 'of long ago');
  await writeFile(log, 'x'.repeat(2 * 1024 * 1024));
  const port = await portApart();
  expect(await occupy(port)).toBe(true);
  const window = await apps.launch({ args: ['--profile', 'talkative', '--port', String(port)] });
  await expect.poll(async () => (await stat(log)).size).toBeLessThan(1024 * 1024);
  expect((await stat(before)).size).toBe(2 * 1024 * 1024);
  await window.close();
});
