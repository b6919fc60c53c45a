import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { sendingAddresses } from '../../main/net/interfaces';
import type { Logger } from '../../main/net/logger';
import { Nearby } from '../../main/net/nearby/nearby';
import type { NodeId } from '../../main/store/stamp';

/** The group of multicast DNS (RFC 6762, section 3). */
export const GROUP = '224.0.0.251';

/** It takes well under a ms. */
const PATIENCE_MS = 3_000;

export function idOf(n: number): NodeId {
  return n.toString(16).padStart(16, '0') as NodeId;
}

/** A port of UDP for the nodes of one test, which nobody else on this network hears. */
export async function portOfOwn(): Promise<number> {
  const socket = createSocket('udp4').bind();
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Why nodes here could not hear of each other; false where they can. */
export async function noMulticast(): Promise<string | false> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true }).bind();
  await once(socket, 'listening');
  try {
    const [own = ''] = sendingAddresses();
    socket.addMembership(GROUP, own);
    socket.setMulticastInterface(own);
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) });
    socket.send('anybody?', socket.address().port, GROUP, () => {});
    await heard;
    return false;
  } catch (error) {
    return `Nobody hears multicast on this machine: ${(error as Error).message}`;
  } finally {
    socket.close();
  }
}

/** A test of nodes that hear of each other, skipped where they cannot. */
export function testNearby(name: string, work: (context: TestContext) => Promise<void>): void {
  test(name, async (context) => {
    const why = await noMulticast();
    if (why !== false) return context.skip(why);
    await work(context);
  });
}

/** What a node tells its network and hears of it, without the rest of the node. Ends with the test. */
export class Neighbour {
  readonly card = { id: idOf(1), name: 'Ada', port: 3000 as number | null };
  time = Date.now();
  readonly warnings: string[] = [];
  /** How often it told that others are nearby than before. */
  changes = 0;
  readonly nearby: Nearby;

  constructor(test: TestContext, port: number, card: Partial<Neighbour['card']> = {}) {
    Object.assign(this.card, card);
    const logger: Logger = { debug() {}, info() {}, warn: (text) => this.warnings.push(text), error() {} };
    this.nearby = new Nearby(
      {
        ...{ logger, path: '/byr', random: Math.random },
        card: () => this.card,
        now: () => this.time,
        changed: () => {
          this.changes += 1;
        },
        located: () => {},
      },
      port,
    );
    this.nearby.start();
    test.after(() => this.nearby.stop());
  }

  get names(): string[] {
    return this.nearby.nodes.map(({ name }) => name);
  }
}
