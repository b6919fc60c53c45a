import assert from 'node:assert/strict';
import { severalAtOnce } from '../../main/several';
import type { Prng } from '../sim/prng';
import { events, packets } from './conversations';
import type { OpenTarget } from './fuzz';
import { polls } from './polling';
import { Victim } from './victim';
import { client, course, native, type Vocabulary } from './vocabulary';
import { converse, poll } from './wire';

/** Conversations of one seed, and how many of them at once. */
const CONVERSATIONS = 60;
const AT_ONCE = 12;

/** A node to which strangers talk, and nothing that they say may do harm. */
function talkedTo<T>(
  make: (prng: Prng) => T,
  talk: (port: number, said: T) => Promise<boolean>,
  mayWrite: boolean,
): OpenTarget {
  return async (test) => {
    const victim = await Victim.start(test);
    const before = await victim.fingerprint();
    let taken = 0;
    return {
      play: async (prng) => {
        const all = Array.from({ length: CONVERSATIONS }, () => make(prng));
        await severalAtOnce(all, AT_ONCE, async (conversation) => {
          if (await talk(victim.port, conversation)) taken += 1;
        });
        await victim.check();
        if (!mayWrite) assert.equal(await victim.fingerprint(), before, 'Nothing was written');
        return all.length;
      },
      end: async () => {
        assert.ok(taken > 0, 'The node took connections');
        await victim.checkHeld();
        if (mayWrite) await victim.checkDisk();
      },
    };
  };
}

const of = (vocabulary: Vocabulary): OpenTarget => talkedTo((prng) => events(vocabulary, prng), converse, true);

export const websocket = talkedTo(packets, converse, false);
export const polling = talkedTo(polls, poll, false);
export const courseEvents = of(course);
export const clientEvents = of(client);
export const nativeEvents = of(native);
