import { connect, createServer } from 'node:net';

/**
 * Loaded into a node's process before its program: a client reaches the node by a Unix socket, whatever becomes of the
 * network. BYR_DESK is the socket's path, BYR_DESK_PORT where the node listens.
 */
createServer((client) => {
  const node = connect(Number(process.env.BYR_DESK_PORT), 'localhost');
  client.pipe(node).pipe(client);
  client.on('error', () => node.destroy());
  node.on('error', () => client.destroy());
})
  .listen(process.env.BYR_DESK)
  .unref();
