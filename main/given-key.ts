import { readFileSync } from 'node:fs';
import { decoded } from './decoded';
import { type NetworkKey, parseNetworkKey } from './net/network-key';
import { Refused } from './store/refusal';

/**
 * The network key that was given to this process: in a file or in the environment, never as an argument: every user of
 * a machine sees those. @throws Refused `bad-key`, `bad-text`, `not-found`
 */
export function givenKey(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): NetworkKey | undefined {
  const text = file === undefined ? env.BYR_NETWORK_KEY : decoded(bytesOf(file));
  return text === undefined ? undefined : parseNetworkKey(text);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refused('not-found', whyNot(error as NodeJS.ErrnoException), { cause: error });
  }
}

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder; give the file in it that holds the key.';
  return `The file cannot be read (${message}).`;
}
