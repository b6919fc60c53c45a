import { describe, test } from 'node:test';
import { Prng } from '../sim/prng';
import { bothSee, equal, oneWayPair, writeAtOnce } from '../support/pair';
import type { Direction } from '../support/proxy';
import { until } from '../support/until';

/** What slips into a live link. Of WebSocket's frames see RFC 6455, section 5.2. */
const rubbish: Record<string, (direction: Direction) => Buffer> = {
  'random bytes': () => randomBytes(1, 2_000),
  'a few random bytes': () => randomBytes(2, 5),
  'half a frame, which takes what comes behind it for its own': (direction) =>
    head(0x82, 0x7e, direction, [0xff, 0xff]),
  'a frame that is no message': (direction) => frame('nonsense', direction),
  'a message that is cut off': (direction) => frame('42["changes",{"entries":[', direction),
};

function randomBytes(seed: number, length: number): Buffer {
  const prng = new Prng(seed);
  return Buffer.from(Array.from({ length }, () => prng.whole(0, 255)));
}

/** A short text. */
function frame(text: string, direction: Direction): Buffer {
  return Buffer.concat([head(0x81, text.length, direction), Buffer.from(text)]);
}

/** A server takes only what is masked, here with zeros, a client only what is not. */
function head(kind: number, length: number, direction: Direction, longLength: readonly number[] = []): Buffer {
  const masked = direction === 'to-node';
  return Buffer.from([kind, length | (masked ? 0x80 : 0), ...longLength, ...(masked ? [0, 0, 0, 0] : [])]);
}

describe('a live link into which rubbish slips dies and comes back, and nothing is lost', { concurrency: 4 }, () => {
  for (const [what, make] of Object.entries(rubbish)) {
    for (const direction of ['to-node', 'to-dialler'] as const) {
      test(`${what}, ${direction.replace('-', ' the ')}`, async (context) => {
        const both = await oneWayPair(context);
        const [proxy] = both.proxies;
        const before = proxy.connections.flatMap(({ sockets }) => sockets);
        proxy.inject(make(direction), direction);
        const writes = writeAtOnce(both);
        await until('the link to die', () => before.every(({ destroyed }) => destroyed), 30_000);
        const began = performance.now();
        await writes;
        await equal(both);
        await bothSee('in-sync', both);
        context.diagnostic(`equal ${Math.round(performance.now() - began)} ms after the link died`);
      });
    }
  }
});
