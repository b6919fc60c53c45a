import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { addressText } from '../../main/net/address';
import { Events } from '../../main/net/events';
import { Network } from '../../main/net/network';
import { Cursors } from '../../main/net/peers/cursors';
import { timing } from '../../main/net/soon';
import { Refused } from '../../main/store/refusal';
import { ALICE, BOB, NOON } from '../store/fixtures';
import { card } from '../support/card';
import { aliceAndBob, linkEvents } from '../support/nodes';
import { TcpProxy } from '../support/proxy';
import { Party } from '../support/sides';
import { until } from '../support/until';

const log = (): void => {};

test('a node that closes while it dials a peer dials none of its other addresses', async () => {
  const dialled: string[] = [];
  let fail = log;
  const { database } = new Party(ALICE);
  const network = new Network(
    {
      ...{ database, events: new Events(() => NOON), now: () => NOON, random: () => 0.5, path: '/byr', timing },
      ...{ logger: { debug: log, info: log, warn: log, error: log }, interfaces: { changed: () => false } },
      ...{ card: () => card(ALICE), secret: () => null, changed: log, copied: log, apply: log, create: () => false },
      dial: (address) => {
        dialled.push(addressText(address));
        return new Promise((_, reject) => {
          fail = () => reject(new Refused('nobody-there', 'Nobody answers.'));
        });
      },
    },
    [
      {
        ...{ id: BOB, name: 'Bob', addresses: ['192.0.2.1:3000', '192.0.2.2:3000'] },
        ...{ removed: false, paused: false, learnedFrom: null, lastSeen: NOON },
      },
    ],
    new Cursors(null),
    false,
  );
  network.start();
  await until('Bob to be dialled', () => dialled.length > 0);
  await network.stop();
  fail();
  await turn();
  assert.deepEqual(dialled, ['192.0.2.1:3000']);
});

test('a dial that is under way as a node closes gives no link', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  const path = await TcpProxy.open(context, bob.port ?? 0);
  path.throttle(0);
  const refused = assert.rejects(alice.peers.add(`localhost:${path.port}`), { code: 'closed' });
  await until('the dial to be under way', () => path.connections.length > 0);
  await alice.close();
  await path.heal();
  await refused;
  await until('the connection to end', () => path.connections.length === 0);
  assert.deepEqual(linkEvents(bob), []);
});
