import { randomInt, scrypt } from 'node:crypto';
import { Refused } from '../store/refusal';

/** The shared secret of a private network, as `parseNetworkKey` makes it of what people type. */
export type NetworkKey = string & { readonly networkKey: unique symbol };

/** Crockford's base32: digits and letters that are not taken for one another (crockford.com/base32.html). */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 100 bits: beyond guessing even without the stretching. */
const DRAWN = 20;
/**
 * A person's sentence has about two bits a letter: with the stretching, months of guessing for who hears one handshake.
 */
const MIN = 16;
/** More than anybody types. */
const MAX = 200;
const GROUP = 4;
/** After half as many no text changes any more. */
const ROUNDS = 4;

/**
 * RFC 7914, in the strength that the OWASP Password Storage Cheat Sheet asks for: about half a second and 32 MiB a
 * guess. All nodes of a network must come to the same, so the salt is fixed; it changes with any of these.
 */
const SALT = 'Build Your Rating, network key, version 1';
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const BYTES = 32;

/** A key of 20 symbols that was never used before. */
export function drawNetworkKey(): NetworkKey {
  return Array.from({ length: DRAWN }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('') as NetworkKey;
}

/**
 * Reads a key that somebody typed, perhaps from dictation: case, spaces and dashes do not count, nor whether O or 0, I,
 * L or 1 was meant. It has 16 to 200 letters, digits and signs then.
 * @throws Refused `bad-key`
 */
export function parseNetworkKey(text: string): NetworkKey {
  // A letter may become three when it is made a capital.
  let key = text.slice(0, 3 * MAX);
  // Capitals may join what follows, and so may what a space kept apart: what is kept has to be read as the same again.
  for (let round = 0; round < ROUNDS; round++) key = plain(key);
  if (text.length > 3 * MAX || key.length < MIN || key.length > MAX || /[\p{Cc}\p{Cs}]/u.test(key)) {
    throw new Refused('bad-key', `A network key has ${MIN} to ${MAX} letters, digits and signs; spaces do not count.`);
  }
  return key as NetworkKey;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** In groups of four, to be read out and copied by hand. */
export function networkKeyText(key: NetworkKey): string {
  return (key.match(new RegExp(`.{1,${GROUP}}`, 'gu')) ?? []).join('-');
}

/** The key stretched last: who takes that of an invitation tries it first, and has it stretched once for both. */
let latest: { readonly key: NetworkKey; readonly stretched: Promise<Buffer> } | null = null;

/** The pre-shared key of TLS: 32 bytes, not to be changed. Takes about half a second, unless it is the last one again. */
export function stretch(key: NetworkKey): Promise<Buffer> {
  if (latest?.key === key) return latest.stretched;
  const stretched = stretchAnew(key);
  latest = { key, stretched };
  stretched.catch(() => {
    latest = null;
  });
  return stretched;
}

function stretchAnew(key: NetworkKey): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(key, SALT, BYTES, COST, (error, stretched) => (error === null ? resolve(stretched) : reject(error)));
  });
}
