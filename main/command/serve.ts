import { checkConfig, type RawOptions } from '../config';
import type { Logger } from '../net/logger';
import { openNode } from '../node/open-node';
import { onStopSignal } from '../stop-signals';
import { REFUSED } from './failure';
import { say } from './print';

/** Runs a node without a window until it is told to stop. @throws UsageError, ProfileHeld, ProfileNewer, ProfileUnusable, Refused */
export async function serve(raw: RawOptions, version: string): Promise<void> {
  const config = checkConfig(raw, process.env, process.platform);
  const { node, profile } = await openNode(config, version, () => stderrLogger, null);
  if (node.listenProblem !== null) {
    // Its log says why.
    process.exitCode = REFUSED;
    return node.close();
  }
  // Before a program that waits for the line below can send a signal.
  const stop = stopped();
  say(`${node.name} listens on http://localhost:${node.port} (data in ${profile.folder})`);
  if (node.privacy.networkKey !== null) say(`Private: 'byr network key --port ${node.port}' prints the network key.`);
  await stop;
  await node.close();
}

function stopped(): Promise<void> {
  return new Promise((resolve) => onStopSignal(resolve));
}

const stderrLogger: Logger = { debug: () => {}, info: say, warn: say, error: say };
