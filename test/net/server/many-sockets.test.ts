import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNode } from '../../support/nodes';
import { ask } from '../../support/raw-request';

const POLLING = '/byr/?EIO=4&transport=polling';

for (const [many, status, what] of [
  [16, 200, 'some sockets over one connection are borne'],
  [17, 400, 'who begins sockets without end over one connection is cut off before they are made'],
] as const) {
  test(what, async (context) => {
    const node = await openNode(context);
    const { sid } = JSON.parse((await ask(node.port, POLLING)).body.slice(1)) as { sid: string };
    // In one message, as each is made before the first is found to be there.
    await ask(node.port, `${POLLING}&sid=${sid}`, {}, 'POST', Array(many).fill('40').join('\u001e'));
    assert.equal((await ask(node.port, `${POLLING}&sid=${sid}`)).status, status);
  });
}
