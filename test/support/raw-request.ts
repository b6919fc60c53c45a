import { type OutgoingHttpHeaders, request } from 'node:http';

export interface RawAnswer {
  /** Of HTTP; 101 where the request was to become a WebSocket, and did. */
  status: number;
  body: string;
}

/** What a program asks that sets its headers itself, the `Host` among them. */
export function ask(
  port: number | null,
  path: string,
  headers: OutgoingHttpHeaders = {},
  method = 'GET',
  body = '',
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', reject);
    });
    asked.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '' });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The headers by which a request is to become a WebSocket (RFC 6455, section 4.1). */
export const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.alloc(16).toString('base64'),
};
