import { type Agent, type IncomingMessage, request } from 'node:http';
import { NodeXHR } from 'engine.io-client';
import { readAll } from '../../read-all';

/**
 * Long-polling of Engine.IO's client, by plain requests: its own follows redirects, past the rule of whom this node may
 * dial, and reads answers without end.
 */
export class Polling extends NodeXHR {
  override doPoll(): void {
    this.#ask('GET', '', (text) => this.onData(text));
  }

  override doWrite(data: string, written: () => void): void {
    this.#ask('POST', data, written);
  }

  #ask(method: 'GET' | 'POST', body: string, answered: (text: string) => void): void {
    // Its options are those that the socket was made with.
    const { agent, maxPayload } = this.opts as unknown as { agent: Agent; maxPayload: number };
    const failed = (why: unknown): void => void this.onError('polling failed', why);
    const headers = { accept: '*/*', 'content-type': 'text/plain;charset=UTF-8' };
    const asked = request(this.uri(), { method, agent, headers }, (response) => {
      read(response, maxPayload).then(answered, failed);
    });
    asked.on('error', failed).end(body);
  }
}

/** @param max bytes */
async function read(response: IncomingMessage, max: number): Promise<string> {
  const notAnAnswer = (): Error => new Error('This is no answer of Engine.IO.');
  if (response.statusCode !== 200) {
    response.destroy();
    throw notAnAnswer();
  }
  return (await readAll(response, max, notAnAnswer)).toString('utf8');
}
