import type { Prng } from '../sim/prng';
import { Mutator, write } from './mutate';
import type { Vocabulary } from './vocabulary';
import { type Conversation, frame, upgrade } from './wire';

/** A socket is closed after ten messages that are none. */
const MAX_FRAMES = 8;

/** Events of a vocabulary, most of them changed, as Socket.IO's packets. */
export function events({ auth, right, spoiled }: Vocabulary, prng: Prng): Conversation {
  const mutator = new Mutator(prng);
  const say = (): unknown => {
    if (prng.chance(0.3)) return spoiled(prng);
    return prng.chance(0.2) ? right(prng) : mutator.value(right(prng));
  };
  const packet = (): Buffer => frame(`42${prng.chance(0.7) ? prng.whole(0, 99) : ''}${write(say())}`);
  const greeting = prng.chance(0.2) ? mutator.value(auth) : auth;
  const frames = Array.from({ length: prng.whole(1, MAX_FRAMES) }, packet);
  return { upgrade: upgrade(4), open: frame(`40${write(greeting)}`), frames: mutator.list(frames) };
}

const packetsInOrder: readonly string[] = [
  ...[
    '421["get","x"]',
    '420["keys"]',
    '42["peers"]',
    '42/x,1["get","x"]',
    '40',
    '40/x,',
    '40/x,{"token":1}',
    '41',
    '41/x,',
  ],
  ...[
    '430[1]',
    '4399["nobody asked"]',
    '431["x"]',
    '44',
    '44{"message":"x"}',
    '4',
    '42',
    '42[]',
    '42[1]',
    '42["error"]',
  ],
  ...['42["disconnect"]', '42["connect"]', '42["newListener"]', '42["__proto__"]', '42["constructor",1]'],
  ...['450-["get"]', '451-1["get",{"_placeholder":true,"num":0}]', '452-["get",{"_placeholder":true,"num":9}]'],
  ...['451-["__proto__",{"__proto__":{"_placeholder":true,"num":0}}]', '461-1[{"_placeholder":true,"num":0}]'],
  ...[
    '4599999999-["get"]',
    '451-/x,1["get",{"_placeholder":true,"num":-1}]',
    '0{"sid":"x"}',
    '0',
    '1',
    '2',
    '2probe',
    '3',
    '3probe',
  ],
  ...['5', '6', '7', 'b4AQID', 'bAQID'],
];

/** A packet of Engine.IO that is in order, or was one for some version of it. */
export function sound(prng: Prng): string {
  return prng.pick(packetsInOrder);
}

/** Packets of Engine.IO and Socket.IO, and what is nearly one. None asks for a change of the database. */
export function packets(prng: Prng): Conversation {
  const mutator = new Mutator(prng);
  const eio = prng.pick([3, 4]);
  const shapes = [
    () => frame(sound(prng)),
    () => frame(mutator.text(sound(prng))),
    () => frame(mutator.bytes(Buffer.from(sound(prng))), 0x81),
    () => mutator.bytes(frame(sound(prng))),
    () => frame(mutator.random(0, 40)),
    () => mutator.random(1, 40),
    () => frame(mutator.random(0, 200), prng.whole(0, 255)),
  ];
  const frames = Array.from({ length: prng.whole(1, MAX_FRAMES) }, () => prng.pick(shapes)());
  const request = upgrade(eio);
  return {
    upgrade: prng.chance(0.15) ? mutator.bytes(Buffer.from(request)) : request,
    open: eio === 3 ? Buffer.alloc(0) : frame(prng.chance(0.2) ? mutator.text('40{}') : '40'),
    frames: mutator.list(frames),
  };
}
