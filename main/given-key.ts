import { readFileSync } from 'node:fs';
import { type NetworkKey, parseNetworkKey } from './net/network-key';

/**
 * The network key that was given to this process: in a file, or in the environment. Never as an argument, as every user of a
 * machine sees those. @throws Refused `bad-key`; what the system says of the file
 */
export function givenKey(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): NetworkKey | undefined {
  const text = file === undefined ? env.BYR_NETWORK_KEY : readFileSync(file, 'utf8');
  return text === undefined ? undefined : parseNetworkKey(text);
}
