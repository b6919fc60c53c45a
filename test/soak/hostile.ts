import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { events, packets } from '../fuzz/conversations';
import { native } from '../fuzz/vocabulary';
import { converse, frame, upgrade } from '../fuzz/wire';
import { Prng } from '../sim/prng';

/** Requests on their way at once: as many as make a node busy with nothing else. */
const IN_FLIGHT = 64;
/** Connections that never say what they want, or say it letter by letter: all but fill the room that a host has for these. */
const SILENT = 50;
const MIB = 1024 * 1024;

/** One way to be a nuisance to the node at a port, over and over; it counts what it did. */
type Nuisance = (port: number, did: () => void) => Promise<void>;

const prng = new Prng(1);

async function forever(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work().catch(() => sleep(10));
}

const talking =
  (make: () => Parameters<typeof converse>[1]): Nuisance =>
  (port, did) =>
    forever(async () => {
      await converse(port, make());
      did();
    });

/** Asks without an end, whatever the answers. */
const asking =
  (auth: object, ...requests: readonly (readonly [event: string, ...args: unknown[]])[]): Nuisance =>
  async (port, did) => {
    const socket = io(`http://localhost:${port}`, { path: '/byr', auth, transports: ['websocket'], forceNew: true });
    let at = 0;
    const ask = async (): Promise<void> => {
      const [event, ...args] = requests[at++ % requests.length] as (typeof requests)[number];
      await socket.timeout(5_000).emitWithAck(event, ...args);
      did();
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => forever(ask)));
  };

/** Opens connections, says no more than `text`, letter by letter, and opens others where these are closed. */
const silent =
  (text: string): Nuisance =>
  async (port, did) => {
    const one = async (): Promise<void> => {
      const socket = connect(port, 'localhost');
      socket.on('error', () => {});
      did();
      const closed = new Promise((resolve) => socket.once('close', resolve));
      for (const letter of text) if (!socket.destroyed) await Promise.all([socket.write(letter), sleep(1_000)]);
      await closed;
      await sleep(100);
    };
    await Promise.all(Array.from({ length: SILENT }, () => forever(one)));
  };

const huge = (bytes: number) => ({
  upgrade: upgrade(4),
  open: frame('40'),
  frames: [frame(`421["set","huge","${'x'.repeat(bytes)}"]`)],
});
const CLIENT = { byr: { client: true } };

/** By what they are called in a report. */
export const nuisances: Readonly<Record<string, Nuisance>> = {
  connecting: (port, did) =>
    forever(async () => {
      const socket = connect(port, 'localhost');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(upgrade(4));
      socket.destroy();
      did();
    }),
  junk: talking(() => packets(prng)),
  'native junk': talking(() => events(native, prng)),
  'huge messages': talking(() => huge(prng.pick([4, 5]) * MIB - 100)),
  'slow requests': silent(upgrade(4)),
  'half-open': silent(''),
  'course requests': asking({}, ['keys'], ['keysAndTime'], ['get', 'honest 1'], ['peers'], ['set', 'spam', 1]),
  'client requests': asking(
    CLIENT,
    ['status'],
    ['conflicts'],
    ['history', 'honest 1'],
    ['events'],
    ['watch'],
    ['export', true],
  ),
  'backup requests': asking(CLIENT, ['backup'], ['backups']),
  'addPeer requests': asking({}, ['addPeer', 'localhost:9'], ['addPeer', '127.0.0.1:10'], ['auth', 11]),
};
