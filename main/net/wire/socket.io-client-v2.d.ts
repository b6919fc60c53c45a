/** Socket.IO's client 2 has no types of its own; what this project uses of it. */
declare module 'socket.io-client-v2' {
  interface Options {
    path: string;
    transports: string[];
    forceNode?: boolean;
    agent?: import('node:http').Agent;
    perMessageDeflate?: boolean;
    reconnection: boolean;
    forceNew: boolean;
    timeout: number;
  }
  export default function io(url: string, options: Options): unknown;
}
