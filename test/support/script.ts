import type { TestContext } from 'node:test';
import type { Socket } from '../../main/net/wire/socket-link';
import type { Node } from '../../main/node/node';
import { ask, connect, type Generation } from './socket-io';

/** A classmate's script: asks a node by the course protocol; disconnected when the test ends. */
export class Script {
  readonly socket: Socket;

  constructor(test: TestContext, node: Pick<Node, 'port'>, generation: Generation = 4, auth: object = {}) {
    this.socket = connect(generation, `http://localhost:${node.port}`, auth);
    test.after(() => void this.socket.disconnect());
  }

  /** All that the callback is given. */
  answer(event: string, ...args: unknown[]): Promise<unknown[]> {
    return ask(this.socket, event, ...args);
  }

  /** The first that the callback is given. */
  async ask(event: string, ...args: unknown[]): Promise<unknown> {
    return (await this.answer(event, ...args))[0];
  }

  /** Without a callback. */
  tell(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args);
  }
}
