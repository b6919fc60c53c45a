import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve, win32 } from 'node:path';
import * as v from 'valibot';
import { givenKey } from './given-key';
import { addressText, parseAddress } from './net/address';
import type { NetworkKey } from './net/network-key';
import { nameSchema } from './net/protocol';
import { ACKNOWLEDGE, type Acknowledge } from './net/service';
import type { KeyWish } from './node/keyring';
import { RULES, type Rule } from './store/rule';

/** The ports of the course, then any free one. */
const COURSE_PORTS = [3000, 4000, 5000, 0];
/** Socket.IO's path on every node that was not given another. */
const DEFAULT_PATH = '/byr';
/**
 * Names that no folder of Windows should have. Node makes them all the same, but others, such as LevelDB, leave out the
 * dots and spaces at the end, and so open another profile's database; and nobody gets rid of one named like a device.
 */
const NOT_ON_WINDOWS = /[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Peers named at the start; more come by themselves. */
const MAX_PEERS = 32;

export interface Config {
  /** A profile's name or folder; `undefined` takes the first free one. */
  readonly profile: string | undefined;
  /** The folder of the automatic and the named profiles. */
  readonly profiles: string;
  readonly name: string | undefined;
  readonly rule: Rule | undefined;
  readonly acknowledge: Acknowledge | undefined;
  /** Whether the node announces itself on its networks, and lists others there. */
  readonly nearby: boolean | undefined;
  /** Socket.IO's path on the server. */
  readonly path: string;
  readonly ports: readonly number[];
  /** `host:port` */
  readonly peers: readonly string[];
  readonly networkKey: KeyWish;
}

/** An invalid option. The message names it and says what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options of a node, as texts. */
export interface RawOptions {
  port?: string | undefined;
  profile?: string | undefined;
  name?: string | undefined;
  peer?: string[] | undefined;
  rule?: string | undefined;
  acknowledge?: string | undefined;
  nearby?: string | undefined;
  path?: string | undefined;
  networkKeyFile?: string | undefined;
  /** Draws a network key for a profile that has none. */
  private?: boolean | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** @throws UsageError */
export function checkConfig(raw: RawOptions, env: Env, platform: NodeJS.Platform): Config {
  return {
    profile: checkProfile(raw.profile, platform),
    profiles: profilesFolder(env, platform),
    name: check(
      '--name',
      raw.name,
      nameSchema,
      'a name of 1 to 60 characters, none of which ends a line or sets a direction',
    ),
    rule: check('--rule', raw.rule, v.picklist(RULES), "'latest' or 'first'"),
    acknowledge: check('--acknowledge', raw.acknowledge, v.picklist(ACKNOWLEDGE), "'synced' or 'early'"),
    nearby: checkSwitch('--nearby', raw.nearby),
    path: checkPath(raw.path),
    ports: raw.port === undefined ? COURSE_PORTS : [checkPort(raw.port)],
    peers: checkPeers(raw.peer ?? []),
    networkKey: checkGivenKey(raw.networkKeyFile, env) ?? (raw.private ? 'any' : undefined),
  };
}

/** The folder of the automatic and the named profiles. */
export function profilesFolder(env: Env, platform: NodeJS.Platform): string {
  return join(env.BYR_HOME ? resolve(env.BYR_HOME) : dataFolder(env, platform), 'profiles');
}

/** What a node is called until its user names it: after the user, with a number from the second profile on. */
export function defaultName(profile: number | null): string {
  const username = userName();
  return profile === null || profile === 1 ? username : `${username} ${profile}`;
}

/** In a container a user may have a number but no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'Node';
  }
}

/** @throws UsageError */
export function checkPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new UsageError('--port takes a number from 1 to 65535.');
  return port;
}

/** @throws UsageError */
export function checkPath(path: string | undefined): string {
  return (
    check('--path', path, v.pipe(v.string(), v.regex(/^\/[\w./-]{0,100}$/)), "a path such as '/byr'") ?? DEFAULT_PATH
  );
}

/** As `givenKey`. @throws UsageError */
export function checkGivenKey(networkKeyFile: string | undefined, env: Env): NetworkKey | undefined {
  try {
    return givenKey(networkKeyFile, env);
  } catch (error) {
    const where = networkKeyFile === undefined ? 'BYR_NETWORK_KEY' : `--network-key-file ${networkKeyFile}`;
    throw new UsageError(`${where}: ${(error as Error).message}`);
  }
}

function checkProfile(profile: string | undefined, platform: NodeJS.Platform): string | undefined {
  if (profile?.trim() === '' || profile?.includes('\0') || profile === '.' || profile === '..') {
    throw new UsageError('A profile is a name or the path of a folder.');
  }
  if (platform === 'win32' && profile !== undefined && NOT_ON_WINDOWS.test(win32.basename(win32.resolve(profile)))) {
    throw new UsageError(
      "On Windows a profile's name has no dot or space at its end, and is no device's, such as con.",
    );
  }
  return profile;
}

function checkPeers(peers: readonly string[]): string[] {
  if (peers.length > MAX_PEERS) throw new UsageError(`--peer can be given at most ${MAX_PEERS} times.`);
  return peers.map((peer) => {
    try {
      return addressText(parseAddress(peer));
    } catch (error) {
      throw new UsageError(`--peer ${peer}: ${(error as Error).message}`);
    }
  });
}

function checkSwitch(option: string, value: string | undefined): boolean | undefined {
  const checked = check(option, value, v.picklist(['on', 'off']), "'on' or 'off'");
  return checked === undefined ? undefined : checked === 'on';
}

function check<T>(
  option: string,
  value: string | undefined,
  schema: v.GenericSchema<unknown, T>,
  what: string,
): T | undefined {
  if (value === undefined) return undefined;
  const checked = v.safeParse(schema, value);
  if (!checked.success) throw new UsageError(`${option} takes ${what}.`);
  return checked.output;
}

/** Where the system keeps an application's data. */
function dataFolder(env: Env, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Build Your Rating');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Build Your Rating');
  // An empty or relative path is ignored (XDG Base Directory Specification).
  const data = env.XDG_DATA_HOME ?? '';
  return join(isAbsolute(data) ? data : join(homedir(), '.local', 'share'), 'build-your-rating');
}
