import { join } from 'node:path';
import { checkConfig, defaultName, type RawOptions } from '../config';
import { openProfile } from '../disk/profile';
import type { Logger } from '../net/logger';
import { Node } from '../node';
import { hasRule } from '../settings';

/** Runs a node without a window until it is told to stop. @throws UsageError, ProfileHeld, Refused, PortTaken */
export async function serve(raw: RawOptions, version: string): Promise<void> {
  const config = checkConfig(raw, process.env, process.platform);
  const profile = await openProfile(config.profiles, config.profile, (disk) => hasRule(disk, config.rule));
  const node = await Node.open({
    ...config,
    disk: profile.disk,
    logger: stderrLogger,
    version,
    profile: profile.folder,
    backups: join(profile.folder, 'backups'),
    defaultName: defaultName(profile.number),
    now: Date.now,
    random: Math.random,
  });
  if (node.listenProblem !== null) {
    await node.close();
    throw node.listenProblem;
  }
  // Before whoever waits for the line below can send a signal.
  const stop = stopped();
  process.stderr.write(`${node.name} listens on http://localhost:${node.port} (data in ${profile.folder})\n`);
  await stop;
  await node.close();
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

const say = (message: string): void => void process.stderr.write(`${message}\n`);
const stderrLogger: Logger = { debug: () => {}, info: say, warn: say, error: say };
