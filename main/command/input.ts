import { decoded } from '../decoded';
import { readAll } from '../read-all';
import { Refused } from '../store/refusal';
import { MAX_JSON_LENGTH, valueTooLong } from '../store/text';
import { say } from './print';

/** Most bytes typed or pasted, even by mistake: a hundred times the longest invitation or network key. */
const MAX_PASTED_BYTES = 256 * 1024;

/** What ends the input at a terminal. */
const INPUT_END = process.platform === 'win32' ? 'Enter, Ctrl-Z and Enter' : 'Enter and Ctrl-D';

/**
 * The whole input as text.
 * @param most bytes
 * @throws Refused `bad-text`; the result of `tooLong`
 */
async function readText(input: AsyncIterable<Buffer>, most: number, tooLong: () => Refused): Promise<string> {
  return decoded(await readAll(input, most, tooLong));
}

/** At a terminal: who does not know that something is read from there waits for it to end. */
export function sayAwaited(what: string): void {
  if (process.stdin.isTTY) say(`${what}, then press ${INPUT_END}.`);
}

/** A value from standard input; its reader checks the value's own bounds. @throws Refused as `readText` */
export async function readValue(): Promise<string> {
  sayAwaited('The value is read from here: type or paste it');
  // A UTF-16 unit takes at most three bytes.
  const text = await readText(process.stdin, 3 * MAX_JSON_LENGTH, valueTooLong);
  // That Enter is of the end, not of the value.
  return process.stdin.isTTY ? text.replace(/\r?\n$/, '') : text;
}

/** @param what is to be pasted, as the beginning of a sentence. @throws Refused as `readText` */
export function readPasted(what: string): Promise<string> {
  sayAwaited(`${what} is read from here: paste it`);
  return readText(process.stdin, MAX_PASTED_BYTES, () => new Refused('bad-request', `${what} is not as long as that.`));
}
