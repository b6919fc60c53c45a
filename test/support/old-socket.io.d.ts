/** Socket.IO 2 has no types of its own, and TypeScript does not find those of 3; what the tests use of both. */
declare module 'socket.io-v2' {
  export default function server(http: import('node:http').Server, options: { path: string }): unknown;
}

declare module 'socket.io-v3' {
  export class Server {
    constructor(http: import('node:http').Server, options: { path: string });
  }
}

declare module 'socket.io-client-v3' {
  export function io(url: string, options: { path: string; forceNew: boolean; timeout: number }): unknown;
}
