import type { TestContext } from 'node:test';
import { allAre, NodeProcess } from './node-process';
import { portApart } from './ports';
import { TcpProxy } from './proxy';

/** Two nodes in processes of their own, and the proxies that are the only ways between them. */
export interface Pair {
  readonly alice: NodeProcess;
  readonly bob: NodeProcess;
  readonly nodes: readonly [NodeProcess, NodeProcess];
  /** Before Bob, and before Alice if he can dial her. */
  readonly proxies: readonly [TcpProxy, ...TcpProxy[]];
}

/** Each can dial the other. */
export async function pair(test: TestContext): Promise<Pair> {
  const [port, bobsPort] = [await portApart(), await portApart()];
  const [toAlice, toBob] = [await TcpProxy.open(test, port), await TcpProxy.open(test, bobsPort)];
  const alice = await start(test, 'Alice', port, [toBob]);
  const bob = await start(test, 'Bob', bobsPort, [toAlice]);
  return linked({ alice, bob, nodes: [alice, bob], proxies: [toBob, toAlice] });
}

/** Alice alone can dial, as from behind a router. */
export async function oneWayPair(test: TestContext): Promise<Pair> {
  const port = await portApart();
  const toBob = await TcpProxy.open(test, port);
  const bob = await start(test, 'Bob', port, []);
  const alice = await start(test, 'Alice', await portApart(), [toBob]);
  return linked({ alice, bob, nodes: [alice, bob], proxies: [toBob] });
}

/** Each writes to one key, then to one of its own: three keys, of which one is in conflict where neither heard of the other. */
export async function writeOnBoth({ alice, bob }: Pick<Pair, 'alice' | 'bob'>): Promise<void> {
  await Promise.all([alice.client.put('Ville', 'Lyon'), bob.client.put('Ville', 'Nice')]);
  await Promise.all([alice.client.put('of Alice', 1), bob.client.put('of Bob', 2)]);
}

function start(test: TestContext, name: string, port: number, proxies: readonly TcpProxy[]): Promise<NodeProcess> {
  const peers = proxies.map(({ address }) => address);
  return NodeProcess.start(test, { name, port, peers, reaches: proxies.map((proxy) => proxy.port) });
}

async function linked(pair: Pair): Promise<Pair> {
  await allAre('in-sync', pair.nodes);
  return pair;
}
