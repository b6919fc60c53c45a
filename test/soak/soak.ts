import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { allAre, equal, type Held, NodeProcess } from '../support/node-process';
import { portApart } from '../support/ports';
import { program } from '../support/program';
import { until } from '../support/until';
import { nuisances } from './hostile';

const HOSTILE = 'test/soak/hostile-process.ts';
/** What the nodes hold from the start, so that to tell all of it is work. */
const KEYS = 20_000;
/** Each honest person sets so often, and so many keys in turn. */
const EVERY_MS = 50;
const OWN_KEYS = 100;
/** Later, somebody would think that the node hangs. */
const PATIENCE_MS = 10_000;
/** Longer than a dead link and a few dials in vain take. */
const LINKED_MS = 60_000;
/** Bytes that a node may hold more in the end: some thousand values that were rightly set meanwhile, and slack. */
const MAX_GROWTH = 24 * 1024 * 1024;

/** How long honest sets took, ms. */
interface Waits {
  count: number;
  p50: number;
  p99: number;
  longest: number;
}

export interface Report {
  calm: Waits;
  attacked: Waits;
  /** Bytes that each node held before and after. */
  held: [before: number, after: number][];
  /** What the hostile client did. */
  did: Record<string, number>;
}

/**
 * Three nodes, honest people on each, and a hostile client that does what it can to all of them for `ms`.
 * @param names of its nuisances
 */
export async function soak(test: TestContext, ms: number, names = Object.keys(nuisances)): Promise<Report> {
  const nodes = await three(test);
  await fill(nodes);
  const before = await heldBy(nodes);
  const calm = await setFor(nodes, 'calm', Math.min(ms / 3, 10_000));
  const hostile = attack(test, nodes, names);
  await until(
    'each nuisance to have begun',
    async () => Object.values(await hostile.did()).every((n) => n > 0),
    LINKED_MS,
  );
  const attacked = await setFor(nodes, 'attacked', ms);
  const did = await hostile.end();
  assert.deepEqual(
    nodes.map(({ alive }) => alive),
    [true, true, true],
  );
  await equal(nodes);
  await linked(nodes);
  for (const [of, { count }] of Object.entries({ calm, attacked })) await checkAll(nodes, of, count / nodes.length);
  const held = await until(
    'the nodes to let go of what the hostile client left',
    async () => {
      const after = await heldBy(nodes);
      const pairs = before.map(({ bytes }, at): [number, number] => [bytes, after[at]?.bytes ?? bytes]);
      return pairs.every(([was, is]) => is - was < MAX_GROWTH) ? pairs : null;
    },
    PATIENCE_MS * 9,
  );
  return { calm, attacked, held, did };
}

async function three(test: TestContext): Promise<NodeProcess[]> {
  const nodes: NodeProcess[] = [];
  const ports = [await portApart(), await portApart(), await portApart()];
  for (const [at, port] of ports.entries()) {
    const peers = nodes.map((node) => `localhost:${node.port}`);
    const options = { name: `Node ${at + 1}`, port, peers, reaches: ports, measured: true };
    nodes.push(await NodeProcess.start(test, options));
  }
  await allAre('in-sync', nodes);
  return nodes;
}

async function fill([first, ...others]: readonly NodeProcess[]): Promise<void> {
  for (let from = 0; from < KEYS; from += 500) {
    await first?.client.import(Array.from({ length: 500 }, (_, at) => [`old ${from + at}`, `"value ${from + at}"`]));
  }
  await equal([first as NodeProcess, ...others]);
}

/** Honest people set at a steady rate, whatever the answers take. @throws Error where one takes too long */
async function setFor(nodes: readonly NodeProcess[], prefix: string, ms: number): Promise<Waits> {
  const waits: number[] = [];
  const set = async ({ client }: NodeProcess, key: string, n: number): Promise<void> => {
    const began = performance.now();
    await client.put(key, n);
    waits.push(performance.now() - began);
  };
  const all: Promise<void>[] = [];
  const end = performance.now() + ms;
  for (let n = 0; performance.now() < end; n++) {
    for (const [at, node] of nodes.entries()) all.push(set(node, `${prefix} ${at} ${n % OWN_KEYS}`, n));
    await sleep(EVERY_MS);
  }
  await Promise.all(all);
  waits.sort((a, b) => a - b);
  const quantile = (part: number): number => Math.round(waits[Math.floor(part * (waits.length - 1))] ?? 0);
  const longest = quantile(1);
  assert.ok(longest < PATIENCE_MS, `An honest set took ${longest} ms`);
  return { count: waits.length, p50: quantile(0.5), p99: quantile(0.99), longest };
}

function attack(
  test: TestContext,
  nodes: readonly NodeProcess[],
  names: readonly string[],
): { did(): Promise<Report['did']>; end(): Promise<Report['did']> } {
  const work = JSON.stringify({ ports: nodes.map(({ port }) => port), names });
  const child = spawn(process.execPath, [...program(HOSTILE), work], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  test.after(() => child.kill('SIGKILL'));
  const did = async (): Promise<Report['did']> => {
    assert.equal(child.exitCode, null, 'The hostile client lasted');
    child.send('did');
    const [counts] = await once(child, 'message');
    return counts;
  };
  const end = async (): Promise<Report['did']> => {
    const last = await did();
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    return last;
  };
  return { did, end };
}

/** Each sees the others in sync, whomever else it has met. */
async function linked(nodes: readonly NodeProcess[]): Promise<void> {
  await until(
    'the nodes to be in sync',
    async () => {
      const looks = await Promise.all(nodes.map((node) => node.look()));
      return looks.every((look) => {
        const states = new Map(look?.peers.map(({ id, state }) => [id, state]));
        return looks.every((other) => other === look || states.get(other?.id ?? '') === 'in-sync');
      });
    },
    LINKED_MS,
  );
}

/** Every node has the last value of each key, as the numbers from 0 to `count` - 1 were set, each to the next key. */
async function checkAll(nodes: readonly NodeProcess[], prefix: string, count: number): Promise<void> {
  for (const { client } of nodes) {
    for (let at = 0; at < nodes.length; at++) {
      for (let n = Math.max(0, count - OWN_KEYS); n < count; n++) {
        assert.equal(await client.get(`${prefix} ${at} ${n % OWN_KEYS}`), n, `${n} of ${prefix} was lost`);
      }
    }
  }
}

function heldBy(nodes: readonly NodeProcess[]): Promise<Held[]> {
  return Promise.all(nodes.map((node) => node.held()));
}
