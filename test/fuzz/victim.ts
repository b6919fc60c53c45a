import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Node } from '../../main/node/node';
import { checkKey } from '../../main/store/text';
import { type Held, NodeProcess } from '../support/node-process';
import { addressOf, openNode } from '../support/nodes';
import { until } from '../support/until';
import { POISON } from './vocabulary';

/** Keys of honest people, which nobody else may touch. */
const HONEST = 50;
/** Bytes more than at the start: what the fuzzer may rightly have written (20 keys, each with 8 old values), and slack. */
const MAX_GROWTH = 16 * 1024 * 1024;
/** Kinds of resources that come and go by themselves: work on files and names, and timers of links, dials and saved notes. */
const PASSING = /FSReq|GetAddrInfo|Timeout|Immediate|RANDOM|WORKER|SIGNAL|ZLIB/i;
/** A mistake in a program, not an answer to somebody else's. */
const MISTAKE = /\b(?:Type|Range|Reference|Syntax|Assertion)Error\b|Unhandled|node:internal/;
/** After which the node forgets who never said what they wanted, and those who went without a word. */
const PATIENCE_MS = 90_000;

/**
 * A node in a process of its own, with its disk, linked to a healthy peer all the while. `wellAfter` looks whether it and
 * its peer hold what they should, whatever was thrown at it.
 */
export class Victim {
  private constructor(
    readonly node: NodeProcess,
    readonly peer: Node,
    readonly before: { readonly honest: string; readonly held: Held },
  ) {}

  /** @param reaches further ports that it may connect to */
  static async start(test: TestContext, reaches: readonly number[] = []): Promise<Victim> {
    const peer = await openNode(test, { name: 'Healthy' });
    const near = [peer.port as number, ...reaches];
    const options = { name: 'Victim', peers: [addressOf(peer)], reaches: near, measured: true };
    const node = await NodeProcess.start(test, options);
    await Promise.all(Array.from({ length: HONEST }, (_, n) => node.client.put(`honest ${n}`, `value ${n}`)));
    await inSync(node, peer);
    return new Victim(node, peer, { honest: honestIn(peer), held: await node.held() });
  }

  get port(): number {
    return this.node.port;
  }

  /** What it holds, as it says itself. */
  async fingerprint(): Promise<string> {
    return (await this.node.client.status()).fingerprint;
  }

  /** @throws Error with the promise that was broken */
  async check(): Promise<void> {
    assert.ok(this.node.alive, `The node ended: ${this.node.said.slice(-2_000)}`);
    const mistake = MISTAKE.exec(this.node.said);
    assert.equal(mistake, null, `The node tripped: ${this.node.said.slice(mistake?.index ?? 0).slice(0, 2_000)}`);
    // Who may ask it so much may well have paused the link to its peer.
    await this.node.client.resume();
    await inSync(this.node, this.peer);
    assert.equal(honestIn(this.peer), this.before.honest, 'What honest people wrote is as it was');
    assert.equal(this.peer.database.winner(POISON), undefined, 'What had to be refused is nowhere');
  }

  /** Once everybody else has gone: the node holds on to no more than before. */
  async checkHeld(): Promise<void> {
    const { held } = this.before;
    const most = lasting(held.resources).length + 1;
    const areFew = async (): Promise<boolean> => lasting(await this.node.resources()).length <= most;
    const isLight = async (): Promise<boolean> => (await this.node.held()).bytes - held.bytes < MAX_GROWTH;
    const isBack = async (): Promise<boolean> => (await areFew()) && isLight();
    await until('what the hostile left to go', isBack, PATIENCE_MS).catch(async () => {
      const now = await this.node.held();
      const had = `${held.bytes} bytes, ${lasting(held.resources)}`;
      assert.fail(`The node held ${had}, and holds ${now.bytes} bytes, ${lasting(now.resources)}`);
    });
  }

  /** Kills it, and looks whether its disk has all that it said. */
  async checkDisk(): Promise<void> {
    const before = await this.fingerprint();
    await this.node.die();
    await this.node.start();
    assert.equal((await this.node.client.status()).rescue, null, 'Its database is whole');
    await inSync(this.node, this.peer);
    assert.equal(await this.fingerprint(), before);
  }
}

async function inSync(node: NodeProcess, peer: Node): Promise<void> {
  await until(
    'node and peer to be equal, and to see it',
    async () => {
      const look = await node.look();
      const seen = look?.peers.find(({ id }) => id === peer.id);
      return look?.fingerprint === peer.database.fingerprint && seen?.state === 'in-sync';
    },
    60_000,
  );
}

function honestIn({ database }: Node): string {
  return JSON.stringify(Array.from({ length: HONEST }, (_, n) => database.versions(checkKey(`honest ${n}`))));
}

function lasting(resources: Held['resources']): string[] {
  return resources.filter((kind) => !PASSING.test(kind)).sort();
}
