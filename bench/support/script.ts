import { io } from 'socket.io-client';
import { now } from './clock';
import { inFlight, keyAt, valueAt } from './in-flight';
import type { NodeProcess } from './node-process';
import type { Fill } from './tasks';

/** Sets keys as a script of the course does, through a socket from this process. Returns when that began. */
export async function fillAsScript({ port }: NodeProcess, { from, count, limit }: Fill): Promise<number> {
  const socket = io(`http://localhost:${port}`, { path: '/byr', forceNew: true, transports: ['websocket'] });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const began = now();
  await inFlight(count, limit, (index) => socket.emitWithAck('set', keyAt(from + index), valueAt(from + index)));
  socket.disconnect();
  return began;
}
