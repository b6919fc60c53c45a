import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { compileFunction } from 'node:vm';
import { CLI, type Ran } from './byr';

/** As much as a pipe gives at a time. */
const PIECE_BYTES = 64 * 1024;

/** What a program's start costs: Node's own, and the compiling of the command. Here each file of it is compiled once. */
const compiled = new Map<string, ReturnType<typeof compileFunction>>();

/** What Node passes to a file of CommonJS, and the process that it runs in. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', 'process'];

/**
 * Runs the built `byr` to its end as if in a process of its own: with streams, an environment and an exit code of its own, and
 * all of its modules as after a start. Signals, terminals, and whether a process ends by itself take a real one: `spawnByr`.
 */
export async function byr(
  args: readonly string[],
  input: string | Buffer = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const events = new EventEmitter();
  const own = {
    ...{ stdin: Readable.from(piecesOf(Buffer.from(input)), { objectMode: false }), stdout, stderr },
    ...{ argv: [process.execPath, CLI, ...args], env: { ...process.env, ...env }, exitCode: undefined },
    on: events.on.bind(events),
    off: events.off.bind(events),
    exit: (code: number): never => {
      throw new Error(`The command ended itself with ${code}, which takes a process of its own.`);
    },
  };
  const seen: NodeJS.Process = Object.create(process, Object.getOwnPropertyDescriptors(own));
  await start(seen);
  return { code: Number(seen.exitCode ?? 0), stdout: stdout.text, stderr: stderr.text };
}

/** Resolves when the command is done. */
function start(process: NodeJS.Process): Promise<void> {
  const modules = new Map<string, { exports: Record<string, unknown> }>();
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const others = createRequire(path);
    const require = (name: string): unknown => {
      if (name === 'node:process') return process;
      return name.startsWith('.') ? load(resolve(dirname(path), name)) : others(name);
    };
    compiledFile(path)(module.exports, require, module, path, dirname(path), process);
    return module.exports;
  };
  return load(resolve(CLI)).done as Promise<void>;
}

function compiledFile(path: string): ReturnType<typeof compileFunction> {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const compiling = compileFunction(readFileSync(path, 'utf8').replace(/^#!.*/, ''), PARAMETERS, { filename: path });
  compiled.set(path, compiling);
  return compiling;
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** Keeps what is written to it. */
class Kept extends Writable {
  readonly #pieces: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#pieces).toString();
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(piece);
    done();
  }
}
