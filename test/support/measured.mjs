/**
 * Loaded into a node's process before its program, with --expose-gc: tells the process that started it, whenever that asks,
 * which timers, sockets and other resources keep it busy, and how many bytes it has: left after a collection, if it is asked
 * what it holds.
 */
process.on('message', (wanted) => {
  if (wanted === 'held') globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ bytes: heapUsed + external, resources: process.getActiveResourcesInfo() });
});
process.channel.unref();
