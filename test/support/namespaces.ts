import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { until } from './until';

/** For benchmarks of networks alone (RFC 2544), so that it is no real one's. */
const NETWORK = '198.18.0';

/** A machine of its own as far as the network goes. */
export interface Machine {
  /** Stands before a program that is to run there. */
  readonly through: readonly string[];
  /** Where the others reach it. */
  readonly host: string;
  unplug(): void;
  plugIn(): void;
  /** Gives it another address in place of the one that it had. */
  move(): void;
  /** Takes its adapter out, as with a laptop that leaves its dock. */
  undock(): void;
  /** Gives it an adapter, with the address that it had first. */
  dock(): void;
}

/** Namespaces made so far, so that each has a name of its own. */
let made = 0;

/** Why there can be no namespaces here; false where there can. */
export function noNamespaces(): string | false {
  const why = 'Network namespaces need Linux, root and ip of iproute2';
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return why;
  try {
    removeLeftOver();
    ip('netns', 'delete', addNamespace());
    return false;
  } catch {
    return why;
  }
}

/** Machines on one switch. They, and what runs there, are gone when the test ends. */
export function machines(test: TestContext, count: number): Machine[] {
  const [hub = '', ...namespaces] = Array.from({ length: 1 + count }, addNamespace);
  test.after(() => remove([...namespaces, hub]));
  ip('-n', hub, 'link', 'add', 'switch', 'type', 'bridge');
  ip('-n', hub, 'link', 'set', 'switch', 'up');
  return namespaces.map((namespace, at) => machine(namespace, hub, at + 1));
}

function machine(namespace: string, hub: string, at: number): Machine {
  const [host, port] = [`${NETWORK}.${at}`, `port${at}`];
  const address = (change: 'add' | 'delete', host: string): string =>
    ip('-n', namespace, 'address', change, `${host}/24`, 'dev', 'lan');
  const dock = (): void => {
    ip('-n', namespace, 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', port, 'netns', hub);
    address('add', host);
    ip('-n', namespace, 'link', 'set', 'lan', 'up');
    ip('-n', hub, 'link', 'set', port, 'master', 'switch', 'up');
  };
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  dock();
  return {
    through: ['ip', 'netns', 'exec', namespace],
    host,
    unplug: () => ip('-n', hub, 'link', 'set', port, 'down'),
    plugIn: () => ip('-n', hub, 'link', 'set', port, 'up'),
    move: () => {
      address('delete', host);
      address('add', `${NETWORK}.${100 + at}`);
    },
    undock: () => ip('-n', namespace, 'link', 'delete', 'lan'),
    dock,
  };
}

function addNamespace(): string {
  made += 1;
  const name = `byr-${process.pid}-${made}`;
  ip('netns', 'add', name);
  return name;
}

/** Ends what runs there first: a namespace lasts for as long as a socket in it has somebody to take leave of. */
async function remove(namespaces: readonly string[]): Promise<void> {
  const pids = (): number[] => namespaces.flatMap((name) => ip('netns', 'pids', name).match(/\d+/g) ?? []).map(Number);
  for (const pid of pids()) process.kill(pid, 'SIGKILL');
  await until('what runs in the namespaces to end', () => pids().length === 0);
  for (const name of namespaces) ip('netns', 'delete', name);
}

/** Of tests that were ended before they could clean up. */
function removeLeftOver(): void {
  for (const [name, pid] of ip('netns', 'list').matchAll(/^byr-(\d+)-\d+/gm)) {
    if (!existsSync(`/proc/${pid}`)) ip('netns', 'delete', name);
  }
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
