import { Slice } from '../../slice';
import { BASIS, PRIME } from '../../store/fnv';
import { Refused } from '../../store/refusal';
import { checkKey, type Key } from '../../store/text';

/** What is no UTF-16 unit. */
const END = 0x10000;
/** Characters of what stands for a key that a message repeats. */
const SHOWN = 40;

const MEND = 'have it call back a list of texts, as callback(Object.keys(db))';

/**
 * The keys that a course node's answer to `keys` lists, not looked into yet, and what is wrong with the answer as a whole.
 * @param answer the error where there is none
 */
export function listedIn(answer: unknown): { keys: readonly unknown[]; fault: Refused | null } {
  if (Array.isArray(answer)) return { keys: answer, fault: null };
  if (answer instanceof Refused && answer.code === 'closed') {
    return { keys: [], fault: new Refused('no-keys', `Its 'keys' does not call back in time: ${MEND}.`) };
  }
  const isObject = typeof answer === 'object' && answer !== null && !(answer instanceof Refused);
  const what = answer instanceof Refused ? 'an error' : isObject ? 'an object' : 'no list';
  // Of an object that is a database, or made from a Map or a Set, what is left is taken.
  const keys = isObject ? Object.keys(answer) : [];
  return { keys, fault: new Refused('bad-keys', `Its 'keys' calls back ${what}: ${MEND}.`) };
}

/** A key of a list; why not, where it is none. A number is the text that JavaScript makes of it. */
export function readKey(listed: unknown): Key | Refused {
  if (typeof listed !== 'string' && typeof listed !== 'number') {
    return new Refused('bad-keys', `Its 'keys' lists ${kindOf(listed)}, which is no text: ${MEND}.`);
  }
  try {
    return checkKey(String(listed));
  } catch (error) {
    const { code, message } = error as Refused;
    const shown = JSON.stringify(String(listed).slice(0, SHOWN));
    return new Refused(code, `Its key ${shown} cannot be taken: ${message}`);
  }
}

function kindOf(listed: unknown): string {
  if (listed === null) return 'null';
  if (Array.isArray(listed)) return 'a list';
  return typeof listed === 'boolean' ? 'a boolean' : 'an object';
}

/** Of FNV-1a, by UTF-16 units, with an end of each key. */
export async function digestOf(keys: readonly unknown[]): Promise<number> {
  const slice = new Slice();
  let hash = BASIS;
  for (const listed of keys) {
    if (slice.isOver) await slice.rest();
    const key = typeof listed === 'string' || typeof listed === 'number' ? String(listed) : '';
    for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), PRIME);
    hash = Math.imul(hash ^ END, PRIME);
  }
  return hash;
}
