/**
 * Loaded into a node's process before its program, with --expose-gc: tells the process that started it, whenever that asks,
 * what is left after a collection (bytes), and how many timers, sockets and other resources keep it busy.
 */
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ bytes: heapUsed + external, resources: process.getActiveResourcesInfo() });
});
process.channel.unref();
