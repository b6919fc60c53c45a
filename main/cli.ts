import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import * as commands from './command/commands';
import { exitCode, USAGE } from './command/failure';
import { serve } from './command/serve';

const collect = (value: string, before: string[] = []): string[] => [...before, value];
const format = (value: string): commands.Format => {
  if (value === 'text' || value === 'json') return value;
  throw new InvalidArgumentError("It is 'text' or 'json'.");
};

const byr = new Command('byr')
  .description('Talks to a node of Build Your Rating, or runs one without a window.')
  .version(version)
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or not found, 2 usage, 3 nobody there.');

/** A command that goes to a running node. */
function toNode(declaration: string, description: string): Command {
  return byr
    .command(declaration)
    .description(description)
    .exitOverride()
    .option('-u, --url <url>', 'where the node listens (default: http://localhost:3000)')
    .option('-p, --port <port>', 'its port on this machine')
    .addOption(new Option('--path <path>', 'the path of its Socket.IO').default('/byr'))
    .option('--json', 'machine-readable output', false);
}

byr
  .command('serve')
  .description('runs a node without a window until Ctrl-C')
  .exitOverride()
  .option('-p, --port <port>', 'where to listen (default: the first free one of 3000, 4000, 5000)')
  .option('--profile <profile>', 'name or folder of its data (default: the first that is free)')
  .option('--name <name>', 'what others call it')
  .option('--peer <address>', 'a peer to link to; may stand several times', collect)
  .option('--rule <rule>', "which entry of a key wins: 'latest' (default) or 'first'")
  .option('--path <path>', 'the path of its Socket.IO (default: /byr)')
  .action((options) => serve(options, version));

toNode('get <key>', "prints a key's value as it is").action((key, options) => commands.get(options, key));
toNode('set <key> <value>', 'sets a key; the value - reads standard input')
  .option('--as <format>', "'text' (kept byte for byte) or 'json'", format, 'text')
  .action((key, value, options) => commands.set(options, key, value, options.as));
toNode('delete <key>', 'deletes a key').action((key, options) => commands.remove(options, key));
toNode('keys', 'lists the keys').action((options) => commands.keys(options));
toNode('history <key>', "lists a key's entries, the winner first").action((key, options) =>
  commands.history(options, key),
);
toNode('putBack <key> <stamp>', 'sets again what an entry of the history says').action((key, stamp, options) =>
  commands.putBack(options, key, stamp),
);
toNode('conflicts', 'lists the keys that were set twice at once').action((options) => commands.conflicts(options));
toNode('addPeer <address>', 'links the node to another: 4000, host:4000 or http://host:4000').action(
  (address, options) => commands.addPeer(options, address),
);
toNode('removePeer <peer>', 'removes a peer, by address, name or id').action((peer, options) =>
  commands.removePeer(options, peer),
);
toNode('peers', 'lists the peers and how they are').action((options) => commands.peers(options));
toNode('status', 'tells how the node is').action((options) => commands.status(options));
toNode('watch', 'prints every change until Ctrl-C').action((options) => commands.watch(options));

byr.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has said it already; asking for help or the version is no error.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    return;
  }
  process.stderr.write(`byr: ${(error as Error).message}\n`);
  process.exitCode = exitCode(error);
});
