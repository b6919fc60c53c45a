import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import * as backups from './command/backups';
import * as commands from './command/commands';
import { exportKeys, importKeys } from './command/export-import';
import { exitCode, USAGE } from './command/failure';
import * as invitations from './command/invitations';
import { network } from './command/network';
import { say } from './command/print';
import type { Target } from './command/target';
import { watch } from './command/watch';
import type { FileFormat, Format } from './keys-file/rows';
import { NODE_OPTIONS } from './node-options';

const collect = (value: string, before: string[] = []): string[] => [...before, value];
const format = (value: string): Format => {
  if (value === 'text' || value === 'json') return value;
  throw new InvalidArgumentError("It must be 'text' or 'json'.");
};

const fileFormat = (value: string): FileFormat => {
  if (value === 'json' || value === 'csv') return value;
  throw new InvalidArgumentError("It must be 'json' or 'csv'.");
};

const byr = new Command('byr')
  .description('Talks to a node of Build Your Rating, or runs one without a window.')
  .version(version)
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or not found, 2 usage, 3 nobody there, not let in, or gone.');

/** Where the node is and how to print; these options may stand before the command's name as well. */
function withTarget(command: Command): Command {
  return command
    .option('-u, --url <url>', 'where the node listens (default: http://localhost:3000)')
    .option('-p, --port <port>', 'its port on this machine')
    .option('--profile <profile>', 'name or folder of its data on this machine, in place of its port')
    .option(
      '--network-key-file <file>',
      'file with the key of its private network (or: BYR_NETWORK_KEY); needed if it runs on another machine',
    )
    .option('--path <path>', 'the path of its Socket.IO (default: /byr)')
    .option('--json', 'machine-readable output');
}

/** Those before the command's name, which an alias may hold, and those behind it, which count where both are there. */
function optionsOf(command: Command) {
  return { ...command.optsWithGlobals(), ...command.opts() };
}

/** A command that goes to a running node: its arguments follow the node's whereabouts. */
function toNode(
  declaration: string,
  description: string,
  run: (target: Target, ...args: string[]) => Promise<void>,
): Command {
  const command = withTarget(byr.command(declaration)).description(description).exitOverride();
  return command.action(() => run(optionsOf(command), ...command.args));
}

/** The format of a file of keys. */
function withFormat(command: Command): Command {
  return command
    .option('--format <format>', "'json' or 'csv' (default: as the file's name says)", fileFormat)
    .option('--as <format>', "what CSV values are: 'text' (default) or 'json'", format);
}

withTarget(byr).enablePositionalOptions();

const serving = byr
  .command('serve')
  .description('runs a node without a window until Ctrl-C')
  .exitOverride()
  .option('--private', 'draws a network key if the profile has none: linking to the node then takes that key')
  .action(async () => {
    // A node is much code, for which a command that only asks one need not wait.
    const { serve } = await import('./command/serve');
    await serve(optionsOf(serving), version);
  });

for (const [flags, what] of Object.entries(NODE_OPTIONS)) {
  if (flags === '--peer <address>') serving.option(flags, what, collect);
  else serving.option(flags, what);
}

toNode('get <key>', "prints a key's value as it is", commands.get);
toNode('set <key> <value>', 'sets a key; the value - reads standard input', commands.set)
  .option('--as <format>', "'text' (kept byte for byte) or 'json'", format)
  // Its message says what to do about them.
  .allowExcessArguments();
toNode('delete <key>', 'deletes a key', commands.remove);
toNode('keys', 'lists the keys', commands.keys).option(
  '--deleted',
  "lists the deleted keys: 'history' and 'putBack' bring their values back",
);
toNode('history <key>', "lists a key's entries, the winner first", commands.history);
toNode('putBack <key> <stamp>', "restores a value from the key's history", commands.putBack);
toNode('restamp', 'gives what a wrong clock stamped ahead the present time, so that peers take it', commands.restamp);
toNode('conflicts', 'lists the keys with conflicting values', commands.conflicts);
toNode(
  'addPeer <peer>',
  'links the node to another: 4000, host:4000, http://host:4000 or an invitation; - reads it from standard input',
  invitations.addPeer,
).option('-y, --yes', 'does not ask before an invitation makes the node private');
toNode(
  'invite [address]',
  "prints the node's invitation, by which others join; a given address is tried first",
  invitations.invite,
);
toNode('removePeer <peer>', 'removes a peer, by address, name or id', commands.removePeer);
toNode(
  'forget [peer]',
  'forgets a peer without a link, by address, name or id, until it is met or named again',
  commands.forget,
).option('--all', 'forgets every peer that is away: known only from others, or not seen for a day unless paused');
toNode(
  'pause [peer]',
  'closes the link to a peer, by address, name or id, until it is resumed, as if the network were cut',
  commands.pause,
).option('--all', 'pauses every peer that the node knows now');
toNode('resume [peer]', 'links to a paused peer again', commands.resume).option('--all', 'resumes every peer');
toNode('peers', 'lists the peers and their states', commands.peers);
toNode('nearby', 'lists the nodes on the local network that are not peers yet', commands.nearby);
toNode('status', "shows the node's status", commands.status);
toNode(
  'network [what]',
  "shows whether the network is private; 'private' draws a key, 'key' prints it, 'join' takes one from standard input, 'open' forgets it",
  network,
);
toNode('dismiss', 'dismisses the notice that the database was damaged', commands.dismiss);
toNode('watch', 'prints every change until Ctrl-C', watch).option(
  '--events',
  'prints recent and new events instead of changes',
);

toNode('backup', 'has the node make a backup now', backups.backup);
toNode('backups', 'lists the backups, the newest first', backups.backups);
const verifying = byr
  .command('verify <file>')
  .description('reads a backup through and checks it; needs no node')
  .option('--json', 'machine-readable output')
  .exitOverride()
  .action((file: string) => backups.verify(optionsOf(verifying), file));
toNode('restore <file>', 'merges a backup into the node, after showing what would change', backups.restore)
  .option('-y, --yes', 'does not ask')
  .option('--as-new <profile>', 'makes a new profile from it instead: a new network, without peers; needs no node')
  .addOption(
    new Option(
      '--put-back',
      'also writes its values again over what was changed or deleted since, after making a backup',
    ).conflicts('asNew'),
  );
withFormat(toNode('export <file>', 'writes all keys to a .json or .csv file; - is standard output', exportKeys));
withFormat(toNode('import <file>', 'sets all keys of a .json or .csv file; - is standard input', importKeys));

/** What helps who typed a command wrong. */
function helpFor(name: string | undefined, code: string): string {
  const command = byr.commands.find((one) => one.name() === name);
  if (command === undefined) return "'byr --help' lists the commands.";
  if (code === 'commander.unknownOption' && command.registeredArguments[0]?.name() === 'key')
    return 'A key or value that begins with - stands behind -- and all options: byr set -p 3000 -- Note -good';
  return `'byr ${name} --help' shows how it is used.`;
}

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // The reader, such as `head`, may have seen enough; Windows may say so by EOF.
  if (code === 'EPIPE' || code === 'EOF') process.exit(0);
  process.stderr.write(`byr: Standard output cannot be written (${message}).\n`);
  process.exit(1);
});

// A node keeps running after its log's reader is gone.
process.stderr.on('error', () => {});

/**
 * Resolves once the command is done and its exit code set.
 *
 * As plain arguments: in the app's own executable Commander would look for them in another place.
 */
export const done = byr.parseAsync(process.argv.slice(2), { from: 'user' }).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has printed it already, or the help; asking for that or the version is not an error.
    if (error.exitCode !== 0 && error.code !== 'commander.help') say(helpFor(byr.args[0], error.code));
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    return;
  }
  say(`byr: ${(error as Error).message}`);
  process.exitCode = exitCode(error);
});
