import { connect, Socket, type TcpNetConnectOpts } from 'node:net';

/** Ports that nobody in this process connects to, but for who stands before them. */
const walled = new Set<unknown>();
const passes = new WeakSet<object>();
const prototype: { connect: unknown } = Socket.prototype;
const { connect: throughTheWall } = Socket.prototype;

prototype.connect = function (this: Socket, ...args: Parameters<typeof throughTheWall>): Socket {
  const [options] = [args[0]].flat() as unknown as [TcpNetConnectOpts];
  if (!walled.has(Number(options.port)) || passes.has(options)) return throughTheWall.apply(this, args);
  return this.destroy(Object.assign(new Error(`Port ${options.port} is behind a wall.`), { code: 'ECONNREFUSED' }));
};

/** Two nodes of one process tell each other their addresses: with these walled, they still meet only where the test lets them. */
export function wall(ports: readonly number[]): void {
  for (const port of ports) walled.add(port);
}

export function connectThrough(options: TcpNetConnectOpts): Socket {
  passes.add(options);
  return connect(options);
}
