import type { TestContext } from 'node:test';
import type { Node } from '../../main/node/node';
import { checkKey, textValue } from '../../main/store/text';
import { openNode } from './nodes';
import { portApart } from './ports';
import { TcpProxy } from './proxy';
import { until } from './until';
import { wall } from './wall';

/** Longer than a dead link and a few dials in vain take. */
const PATIENCE_MS = 60_000;

/** Two nodes, and the proxies that are the only ways between them. */
export interface Pair {
  readonly alice: Node;
  readonly bob: Node;
  readonly nodes: readonly [Node, Node];
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

/** A node that nobody reaches but through a proxy. */
export function start(test: TestContext, name: string, port: number, proxies: readonly TcpProxy[]): Promise<Node> {
  wall([port]);
  return openNode(test, { name, ports: [port], peers: proxies.map(({ address }) => address) });
}

/** Both write to one key. */
export async function writeAtOnce({ alice, bob }: Pair): Promise<void> {
  const key = checkKey('Ville');
  await Promise.all([alice.put(key, textValue('Lyon')), bob.put(key, textValue('Nice'))]);
}

/** Each writes to one key, then to one of its own: three keys, of which one is in conflict where neither heard of the other. */
export async function writeOnBoth(pair: Pair): Promise<void> {
  await writeAtOnce(pair);
  await Promise.all(pair.nodes.map((node) => node.put(checkKey(`of ${node.name}`), textValue(node.name))));
}

/** Waits until both hold the same. Returns after how many ms they did. */
export async function equal({ alice, bob }: Pick<Pair, 'alice' | 'bob'>): Promise<number> {
  const began = performance.now();
  const areEqual = (): boolean => alice.database.fingerprint === bob.database.fingerprint;
  await until('both to hold the same', areEqual, PATIENCE_MS);
  return performance.now() - began;
}

/** Waits until each knows the other alone, and sees it in a state. */
export async function bothSee(
  state: 'in-sync' | 'unreachable',
  { alice, bob }: Pick<Pair, 'alice' | 'bob'>,
): Promise<void> {
  const sees = (node: Node): boolean => {
    const { peers } = node.status();
    return peers.length === 1 && peers[0]?.state === state;
  };
  await until(`both to see the other ${state}`, () => sees(alice) && sees(bob), PATIENCE_MS);
}

async function linked(pair: Pair): Promise<Pair> {
  await bothSee('in-sync', pair);
  return pair;
}
