import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { parseNetworkKey } from '../../main/net/network-key';
import { NOBODYS_KEY, SUITE } from '../../main/net/secrets';
import type { Node } from '../../main/node/node';
import { severalAtOnce } from '../../main/several';
import { checkKey, textValue } from '../../main/store/text';
import type { Prng } from '../sim/prng';
import { addressOf, inSync, openNode } from '../support/nodes';
import '../support/stretched-once';
import { until } from '../support/until';
import type { OpenTarget } from './fuzz';
import { Mutator } from './mutate';
import { frame, upgrade } from './wire';

const HANDSHAKES = 60;
const AT_ONCE = 12;
/** What is not answered by then was cut off in the middle, and is waited for at the other side. */
const ANSWER_MS = 300;
const IDENTITIES = ['byr-network-1', 'byr-owner-1', 'byr-open-1', 'byr-network-2', '__proto__', 'x'.repeat(128)];
const networkKey = parseNetworkKey('une phrase que la classe connaît');

/** What a stranger does at the door of a private network. */
interface Try {
  readonly identity: string;
  readonly psk: Buffer;
  /** What becomes of each chunk that goes out, in turn. */
  readonly changes: readonly ((chunk: Buffer) => Buffer)[];
  /** In place of a handshake; `null` for one. */
  readonly plain: Buffer | null;
}

function attempt(prng: Prng): Try {
  const mutator = new Mutator(prng);
  const change = () => (prng.chance(0.5) ? (chunk: Buffer) => mutator.bytes(chunk) : (chunk: Buffer) => chunk);
  const plain = prng.pick([
    () => mutator.random(1, 200),
    () => Buffer.concat([Buffer.from([0x16, 3, 1]), mutator.random(0, 300)]),
    () => Buffer.from(upgrade(4)),
    () => mutator.bytes(Buffer.concat([Buffer.from(upgrade(4)), frame('40')])),
  ])();
  return {
    identity: prng.pick(IDENTITIES),
    psk: prng.pick([NOBODYS_KEY, mutator.random(32, 32), mutator.random(1, 64)]),
    changes: [change(), change(), change()],
    plain: prng.chance(0.4) ? plain : null,
  };
}

/** A connection on which what goes out is changed on its way. */
function changing(socket: Socket, changes: Try['changes']): Duplex {
  let at = 0;
  const duplex = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _, done) => void socket.write((changes[at++] ?? ((same) => same))(chunk), () => done()),
  });
  socket.on('data', (bytes) => duplex.push(bytes));
  socket.on('close', () => duplex.push(null));
  return duplex;
}

/** Returns what the node said within, or in place of, a handshake that was none. */
async function knock(node: Node, { identity, psk, changes, plain }: Try): Promise<string> {
  const socket = connect(node.port as number, 'localhost');
  let [heard, closed] = ['', false];
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  if (plain === null) {
    const tls = connectTls({ ...SUITE, socket: changing(socket, changes), pskCallback: () => ({ identity, psk }) });
    tls.on('error', () => socket.destroy());
    tls.on('secureConnect', () => tls.write(upgrade(4)));
    tls.on('data', (bytes) => {
      heard += bytes;
    });
  } else {
    socket.write(plain);
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
  }
  await until('an end', () => closed, ANSWER_MS).catch(() => {});
  socket.destroy();
  return heard;
}

/** A private network, at whose door strangers with other keys, half a handshake or none at all get no word and do no harm. */
export const handshakes: OpenTarget = async (test) => {
  const node = await openNode(test, { name: 'Private', networkKey });
  const friend = await openNode(test, { name: 'Friend', networkKey, peers: [addressOf(node)] });
  await node.put(checkKey('Ville'), textValue('Lyon'));
  await inSync(node, friend);
  const { fingerprint } = node.status();
  return {
    play: async (prng) => {
      const tries = Array.from({ length: HANDSHAKES }, () => attempt(prng));
      await severalAtOnce(tries, AT_ONCE, async (one) => {
        assert.doesNotMatch(await knock(node, one), /HTTP|sid|Private|Lyon/, 'A stranger gets no word');
      });
      await inSync(node, friend);
      assert.equal(friend.status().fingerprint, fingerprint);
      return HANDSHAKES;
    },
    end: async () => assert.ok(node.status().door.refused > 0, 'Some were turned away'),
  };
};
