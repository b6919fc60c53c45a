import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import * as v from 'valibot';
import { nameSchema } from '../../main/net/protocol';
import { GROUP, idOf, Neighbour, noMulticast, portOfOwn } from '../support/nearby';
import { until } from '../support/until';
import type { OpenTarget } from './fuzz';
import { Mutator } from './mutate';

const MESSAGES = 100;
/** Of one machine. */
const MAX_HEARD = 16;

/** The messages by which a node asks, tells of itself and takes leave. */
async function recorded(test: TestContext, port: number): Promise<Buffer[]> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true }).bind(port);
  const messages: Buffer[] = [];
  await once(socket, 'listening');
  socket.addMembership(GROUP);
  socket.on('message', (message) => messages.push(message));
  const node = new Neighbour(test, port, { id: idOf(3) });
  await until('it to be heard', () => messages.length >= 2);
  await node.nearby.stop();
  await until('it to take leave', () => messages.length >= 3);
  socket.close();
  return messages;
}

/** On a network anybody says anything: it ends no node, is believed within bounds, and deafens nobody. */
export const announcements: OpenTarget = async (test) => {
  const why = await noMulticast();
  if (why !== false) {
    test.skip(why);
    return { play: async () => 0, end: async () => {} };
  }
  const port = await portOfOwn();
  const ada = new Neighbour(test, port);
  const bob = new Neighbour(test, port, { id: idOf(2), name: 'Bob' });
  await until('Ada to hear of Bob', () => ada.names.includes('Bob'));
  const whole = await recorded(test, port);
  const socket = createSocket({ type: 'udp4', reuseAddr: true }).bind(port);
  await once(socket, 'listening');
  test.after(() => socket.close());
  let played = 0;
  const heard = async (): Promise<void> => {
    bob.card.name = `Bob ${played}`;
    bob.nearby.greet();
    await until('Ada to hear of Bob', () => ada.names.includes(bob.card.name));
    assert.ok(ada.names.length <= MAX_HEARD, `Ada believes in ${ada.names.length} nodes`);
    for (const name of ada.names) assert.ok(v.is(nameSchema, name), `Ada believes in ${JSON.stringify(name)}`);
  };
  return {
    play: async (prng) => {
      const mutator = new Mutator(prng);
      for (let sent = 0; sent < MESSAGES; sent++) {
        const message = prng.chance(0.1) ? mutator.random(0, 600) : mutator.bytes(prng.pick(whole));
        await new Promise<void>((done) => socket.send(message, port, GROUP, () => done()));
      }
      played += 1;
      await heard();
      return MESSAGES;
    },
    end: heard,
  };
};
