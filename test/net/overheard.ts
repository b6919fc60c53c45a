import type { TestContext } from 'node:test';
import type { Outgoing } from '../../main/net/protocol';
import { SocketLink } from '../../main/net/wire/socket-link';

/** All that the nodes of this process say to each other from now on. */
export function overheard(test: TestContext): Outgoing[] {
  const said: Outgoing[] = [];
  const { send } = SocketLink.prototype;
  test.mock.method(SocketLink.prototype, 'send', function (this: SocketLink, message: Outgoing) {
    said.push(message);
    send.call(this, message);
  });
  return said;
}
