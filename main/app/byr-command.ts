import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refused } from '../store/refusal';
import { appImage } from './single-file';

/** Identifies a launcher: nothing else is ever overwritten or removed. */
const MARK = 'The byr command of Build Your Rating: its menu made this file, and removes it.';

/** What is known about a packaged app and its system. */
export interface Place {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The app's resources folder, which holds byr. */
  readonly resources: string;
  readonly home: string;
}

export const thisPlace = (): Place => ({
  platform: process.platform,
  env: { ...process.env, APPIMAGE: appImage() ?? undefined },
  resources: process.resourcesPath,
  home: homedir(),
});

/**
 * A small file that runs the `byr` of this app, in a folder of the user: no administrator is needed. A .deb brings its
 * own, so this is for all other packages.
 */
export class ByrCommand {
  constructor(readonly place: Place) {}

  /** On Windows a folder on every user's PATH; elsewhere it is on many users' once it exists. */
  get path(): string {
    const { platform, env, home } = this.place;
    if (platform !== 'win32') return join(home, '.local', 'bin', 'byr');
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Microsoft', 'WindowsApps', 'byr.cmd');
  }

  get isInstalled(): boolean {
    try {
      return readFileSync(this.path, 'utf8').includes(MARK);
    } catch {
      // There is nothing, or something not ours: a folder, or a file that this user may not read.
      return false;
    }
  }

  /** @throws Refused `bad-request` if something else is there; errors of the file system */
  async install(): Promise<void> {
    this.#mustBeOurs();
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(this.path, this.#text(), { mode: 0o755 });
  }

  async remove(): Promise<void> {
    this.#mustBeOurs();
    await rm(this.path, { force: true });
  }

  #mustBeOurs(): void {
    if (existsSync(this.path) && !this.isInstalled) {
      throw new Refused('bad-request', `${this.path} is another program's: rename or remove it first.`);
    }
  }

  #text(): string {
    const { platform, env, resources } = this.place;
    if (platform === 'win32') {
      return `@rem ${MARK}\r\n${batch(join(resources, 'byr.cmd'), env)} %*\r\n`;
    }
    const run = env.APPIMAGE === undefined ? `exec ${quoted(join(resources, 'byr'))}` : fromAppImage(env.APPIMAGE);
    return `#!/bin/sh\n# ${MARK}\n${run} "$@"\n`;
  }
}

/**
 * For a batch file, which Windows reads in the terminal's code page: a variable's content may have any letters, such as
 * those of a user's name; for other letters the code page must be that of the file.
 */
function batch(path: string, env: Place['env']): string {
  const isUnder = (folder: string | undefined): boolean =>
    folder !== undefined && /^[\\/]/.test(path.slice(folder.length)) && path.startsWith(folder);
  const variable = ['LOCALAPPDATA', 'USERPROFILE'].find((name) => isUnder(env[name]));
  const rest = path.slice(env[variable ?? '']?.length ?? 0).replaceAll('%', '%%');
  const isPlain = /^[ -~]*$/.test(rest);
  return `${isPlain ? '' : '@chcp 65001 >nul\r\n'}@"${variable === undefined ? '' : `%${variable}%`}${rest}"`;
}

/**
 * The contents of an AppImage have another path each time it runs. If the system grants no sandbox, its start script
 * puts `--no-sandbox` before all arguments, which Node would refuse, unless that is among them already.
 */
function fromAppImage(file: string): string {
  const script = 'process.argv[1] = "byr"; require(process.env.APPDIR + "/resources/app.asar/out/main/cli.js")';
  return `ELECTRON_RUN_AS_NODE=1 exec ${quoted(file)} -e ${quoted(script)} -- --no-sandbox`;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
