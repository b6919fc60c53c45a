import assert from 'node:assert/strict';
import { readArguments } from '../../main/app/arguments';
import { checkConfig, UsageError } from '../../main/config';
import { addressText, parseAddress } from '../../main/net/address';
import { Refused } from '../../main/store/refusal';
import type { Prng } from '../sim/prng';
import { byr } from '../support/byr';
import { portApart } from '../support/ports';
import type { OpenTarget } from './fuzz';
import { Mutator } from './mutate';

const LINES = 300;
/** A process each. */
const COMMANDS = 4;

const options: readonly (readonly string[])[] = [
  ...[
    ['--port', '4000'],
    ['--profile', 'mine'],
    ['--name', 'Ada'],
    ['--peer', 'localhost:4000'],
    ['--rule', 'first'],
  ],
  ...[
    ['--acknowledge', 'early'],
    ['--nearby', 'off'],
    ['--path', '/byr'],
    ['--port=3000'],
    ['--no-sandbox'],
    ['--'],
    ['-p', '1'],
    ['x'],
  ],
];
const commands: readonly (readonly string[])[] = [
  ...[['get', 'Ville'], ['set', 'Ville', 'Lyon'], ['set', 'Ville', '1', '--as', 'json'], ['delete', 'Ville'], ['keys']],
  ...[
    ['history', 'Ville'],
    ['putBack', 'Ville', '1.0.x'],
    ['conflicts'],
    ['keys', '--deleted'],
    ['addPeer', '4000'],
    ['nearby'],
  ],
  ...[['status', '--json'], ['peers'], ['backups'], ['verify', 'none.byr.gz'], ['--version'], ['help', 'set'], []],
];
/** That the system hands to no program. */
const NOT_PASSED = /\0/g;

function spoiled(words: readonly string[], mutator: Mutator, prng: Prng): string[] {
  const changed = words.map((word) => (prng.chance(0.4) ? mutator.text(word) : word));
  return prng.chance(0.3) ? mutator.list(changed) : changed;
}

/** The options of a node: each is in order, or the message names what is not. */
function configure(argv: string[]): void {
  try {
    const { ports, path, peers, name, profile } = checkConfig(readArguments(argv), {}, 'linux');
    assert.ok(ports.every((port) => Number.isInteger(port) && port >= 0 && port < 65_536));
    assert.match(path, /^\/[^\s?#]*$/);
    for (const peer of peers) assert.equal(addressText(parseAddress(peer)), peer);
    assert.ok(name === undefined || name.trim().length > 0);
    assert.ok(profile === undefined || !profile.includes('\0'));
  } catch (error) {
    assert.ok(error instanceof UsageError || error instanceof Refused, `${argv}: ${(error as Error).stack}`);
  }
}

/** The command itself, which finds nobody at the port: it says so, or what is wrong, and no more. */
async function run(words: readonly string[], port: number): Promise<void> {
  const args = words.map((word) => word.replaceAll(NOT_PASSED, '0').slice(0, 10_000));
  const { code, stderr } = await byr(['--port', String(port), ...args], '');
  assert.ok(code !== null && code >= 0 && code <= 3, `${args}: ${code} ${stderr}`);
  assert.doesNotMatch(stderr, /^ +at |node:internal/m, `${args}`);
}

/** What stands on a command line, of a node and of `byr`. */
export const commandLines: OpenTarget = async () => {
  const port = await portApart();
  return {
    play: async (prng) => {
      const mutator = new Mutator(prng);
      for (let left = LINES; left > 0; left--) {
        const words = Array.from({ length: prng.whole(0, 4) }, () => prng.pick(options)).flat();
        configure(spoiled(words, mutator, prng));
      }
      const lines = Array.from({ length: COMMANDS }, () => spoiled(prng.pick(commands), mutator, prng));
      await Promise.all(lines.map((words) => run(words, port)));
      return LINES + COMMANDS;
    },
    end: async () => {},
  };
};
