import { Socket } from 'node:net';

/**
 * Loaded into a process before its program. A firewall: the ports in BYR_REACHES, by commas, are all that it can connect
 * to, so that two nodes which tell each other their addresses still meet only where the test lets them.
 */
const open = new Set((process.env.BYR_REACHES ?? '').split(','));
const { connect } = Socket.prototype;

Socket.prototype.connect = function (...args) {
  const [options] = [args[0]].flat();
  if (open.has(String(options.port))) return connect.apply(this, args);
  return this.destroy(
    Object.assign(new Error(`Port ${options.port} is closed to this test.`), { code: 'ECONNREFUSED' }),
  );
};
