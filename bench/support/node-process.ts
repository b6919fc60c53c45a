import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { builtNode } from './built';
import { child, end, temporaryFolder } from './cleanup';
import type { Kind } from './kinds';
import type { Answer, Request, TaskName, Tasks } from './tasks';

/** Longer than anything of a million keys takes: whoever waits that long waits for ever. */
const PATIENCE_MS = 300_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A node in a process of its own, which does what the benchmark asks. */
export class NodeProcess {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  private constructor(
    readonly kind: Kind,
    readonly process: ChildProcess,
    readonly port: number,
  ) {}

  static async start(kind: Kind): Promise<NodeProcess> {
    const args = ['--expose-gc', builtNode(kind.program), ...kind.args(temporaryFolder())];
    const process = child(globalThis.process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const died = once(process, 'close').then(() => Promise.reject(new Error(`${kind.name} did not start`)));
    const [{ port }] = (await Promise.race([once(process, 'message'), died])) as [{ port: number }];
    const node = new NodeProcess(kind, process, port);
    process.on('message', (answer: Answer) => node.#settle(answer));
    died.catch(() => node.#died());
    return node;
  }

  /** Has a task done. Rejects if that fails, or the process ends, or it takes for ever. */
  ask<T extends TaskName>(task: T, ...args: Parameters<Tasks[T]>): Promise<Awaited<ReturnType<Tasks[T]>>> {
    const id = this.#asked++;
    const late = setTimeout(
      () => this.#settle({ id, error: `${task} took longer than ${PATIENCE_MS} ms` }),
      PATIENCE_MS,
    );
    this.process.send({ id, task, args } satisfies Request);
    return new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject })).finally(() =>
      clearTimeout(late),
    ) as Promise<Awaited<ReturnType<Tasks[T]>>>;
  }

  async end(): Promise<void> {
    await end(this.process);
  }

  #settle(answer: Answer): void {
    if (!('id' in answer)) return;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    // A task that returns nothing has neither.
    if ('error' in answer) waiting?.reject(new Error(`${this.kind.name}: ${answer.error}`));
    else waiting?.resolve('value' in answer ? answer.value : undefined);
  }

  #died(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`${this.kind.name} ended`));
    this.#waiting.clear();
  }
}
