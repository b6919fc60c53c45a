/** The store's bounds, so that a text that is too long is reported while it is typed. The node checks them again. */
const MAX_KEY_BYTES = 1024;
export const MAX_VALUE_BYTES = 256 * 1024;

/** Of what the node takes from a field at all (main/app/ipc.ts), in UTF-16 units: the field cuts off what is pasted beyond. */
export const MAX_SEARCH = 4096;
export const MAX_NETWORK_KEY = 4096;
export const MAX_FEED_ADDRESS = 2000;

/** In UTF-16 units. */
const LONG_TEXT = 32 * 1024;

/**
 * Whether a field finds the direction of the whole text, as the first strong letter has it, and not of each line: for
 * 256 KiB that takes Chromium 0.2 s at each letter typed, for 32 a tenth of it.
 */
export function isLong(text: string): boolean {
  return text.length > LONG_TEXT;
}

const encoder = new TextEncoder();

export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

/** The refusal that the node would answer with, or `null`. */
export function tooLong(key: string, value: string): 'key-too-long' | 'value-too-long' | null {
  if (utf8Bytes(key) > MAX_KEY_BYTES) return 'key-too-long';
  if (utf8Bytes(value) > MAX_VALUE_BYTES) return 'value-too-long';
  return null;
}
