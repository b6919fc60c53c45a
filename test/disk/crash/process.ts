import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { program } from '../../support/program';
import { until } from '../../support/until';
import type { Work } from './work';

const WORKER = 'test/disk/crash/worker.ts';
const PATIENCE_MS = 60_000;

/** A worker in a process of its own, and what it has printed. */
export class Worker {
  readonly #child: ChildProcess;
  #printed = '';

  constructor(work: Work) {
    this.#child = spawn(process.execPath, [...program(WORKER), JSON.stringify(work)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text;
    });
  }

  /** Whole lines only: what a kill cut off was never said. */
  get lines(): string[] {
    return this.#printed.split('\n').slice(0, -1);
  }

  async opened(): Promise<void> {
    await until('the worker to open its database', () => this.#ended || this.#printed.includes('open\n'), PATIENCE_MS);
    if (this.#ended) throw new Error('The worker ended by itself.');
  }

  /** Resolves at once when it prints something, or has ended. */
  async speaks(): Promise<void> {
    await Promise.race([once(this.#child.stdout as Readable, 'data'), once(this.#child, 'close')]);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Returns the fingerprint of the node when it closed. */
  async stop(): Promise<string> {
    await this.#end('SIGTERM');
    const [, held = ''] = /^held (\w+)$/.exec(this.lines.at(-1) ?? '') ?? [];
    return held;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#ended) throw new Error('The worker ended by itself.');
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    await closed;
  }
}
