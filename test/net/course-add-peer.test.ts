import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CourseNode } from '../support/course-node';
import { addressOf, inSync, keysOf, openNode } from '../support/nodes';
import { Script } from '../support/script';
import { generations } from '../support/socket-io';
import { until } from '../support/until';

for (const generation of generations) {
  const client = `a script on Socket.IO ${generation}`;

  test(`${client} adds a peer by port or address, and is told once it is linked`, async (context) => {
    for (const form of ['number', 'text', 'host', 'url'] as const) {
      const [alice, bob] = [await openNode(context), await openNode(context)];
      const script = new Script(context, alice, generation);
      const address = { number: bob.port, text: `${bob.port}`, host: addressOf(bob), url: `http://${addressOf(bob)}` };
      assert.deepEqual(await script.answer('addPeer', address[form]), [true], form);
      await inSync(alice, bob);
      assert.deepEqual(await script.answer('peers'), [[String(bob.port)]]);
    }
  });

  test(`${client} is told why a peer was not added`, async (context) => {
    const [alice, bob, closed] = [await openNode(context), await openNode(context), await openNode(context)];
    const nobody = closed.port;
    await closed.close();
    const script = new Script(context, alice, generation);
    await script.ask('addPeer', bob.port);
    const refused: [unknown, RegExp][] = [
      [bob.port, /already linked/],
      [`127.0.0.1:${bob.port}`, /already linked/],
      [alice.port, /itself/],
      [nobody, /Nobody answers/],
      ['not an address', /not an address/],
      ['http://localhost', /port is missing/],
      ['ftp://localhost:21', /not an address/],
      [0, /port/],
      [65_536, /port/],
      [true, /not an address/],
    ];
    for (const [address, why] of refused) {
      const [added, reason] = await script.answer('addPeer', address);
      assert.equal(added, false, `${address}`);
      assert.match(String(reason), why);
    }
    assert.deepEqual(await script.ask('peers'), [String(bob.port)]);
    assert.equal(alice.status().peers.length, 1);
  });

  test(`a course node on Socket.IO ${generation} that says where it listens is linked to`, async (context) => {
    const node = await openNode(context);
    const course = await CourseNode.open(context, { generation, values: { Ville: 'Lyon' } });
    const script = new Script(context, node, generation);
    assert.deepEqual(await script.answer('auth', course.port), [true]);
    assert.deepEqual(await script.answer('auth', `${course.port}`), [true], 'once more is no refusal');
    await until('its value to arrive', () => keysOf(node).includes('Ville'));
    assert.deepEqual(await script.answer('peers'), [[String(course.port)]]);
    assert.equal(node.status().peers.length, 1);
  });
}
