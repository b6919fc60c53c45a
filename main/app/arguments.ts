import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BACKUP_ENDING } from '../backup/format';
import { type RawOptions, UsageError } from '../config';
import { isInvitation } from '../net/invitation';
import { NODE_OPTIONS } from '../node-options';
import { pathOf } from './file-url';

const text = { type: 'string' } as const;
const options = {
  port: { ...text, short: 'p' },
  profile: text,
  name: text,
  peer: { ...text, multiple: true },
  rule: text,
  acknowledge: text,
  nearby: text,
  path: text,
  'network-key-file': text,
} as const;
const help = { type: 'boolean', short: 'h' } as const;

/** Width of the options in their list, in characters. */
const COLUMN = 28;

/** What `--help` prints. */
export const HELP = `Opens a window with a node of Build Your Rating, and in it the invitation or backup that is given.
From a checkout: npm start -- [options]

Options:
${[...Object.entries(NODE_OPTIONS), ['-h, --help', 'lists the options'] as const]
  .map(([flags, what]) => `  ${flags.padEnd(COLUMN)}${what}\n`)
  .join('')}
Electron and Chromium read others, such as --no-sandbox or --lang=fr, whose values follow an equals sign.
`;

/**
 * Reads the app's command line. Options that are not ours are Chromium's, unless a value follows as an argument of its
 * own, as none does there: that one is mistyped.
 * @param appFolder may be an argument too, as in `electron --no-sandbox .`
 * @throws UsageError
 */
export function readArguments(argv: readonly string[], appFolder?: string): RawOptions {
  const { values, tokens } = parse(argv);
  for (const name of Object.keys(options)) {
    const value = values[name as keyof typeof options];
    if ([value].flat().includes(true as never)) throw new UsageError(`--${name} needs a value.`);
  }
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    if (token.kind !== 'option' || Object.hasOwn(options, token.name) || token.value !== undefined) continue;
    if (next?.kind !== 'positional' || openingIn(next.value) !== null || resolve(next.value) === appFolder) continue;
    throw new UsageError(`There is no option ${token.rawName}; --help lists those that there are.`);
  }
  const { 'network-key-file': networkKeyFile, help: _, ...others } = values;
  return { ...others, networkKeyFile } as RawOptions;
}

/** Whether only the list of options is asked for. */
export function asksForHelp(argv: readonly string[]): boolean {
  return parse(argv).values.help === true;
}

/** The first link or backup among the arguments, as `openingIn` gives it. */
export function openingAmong(argv: readonly string[]): string | null {
  return parse(argv).positionals.map(openingIn).find(Boolean) ?? null;
}

/** A link, or the whole path of a backup; `null` for any other argument. Linux desktops may name a file by its URL. */
export function openingIn(argument: string): string | null {
  if (isInvitation(argument)) return argument;
  // Windows and macOS heed no case in an ending.
  if (!argument.toLowerCase().endsWith(BACKUP_ENDING)) return null;
  return argument.startsWith('file://') ? pathOf(argument) : resolve(argument);
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: { ...options, help },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}
