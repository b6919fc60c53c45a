import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder, with a separator at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What set-up fetched and recorded; git ignores it, and deleting it costs only time. */
export const cache = `${root}.cache`;

/**
 * Emits 'began' and 'ended' with the process id of each program run.
 *
 * @type {EventEmitter<{ began: [number], ended: [number] }>}
 */
export const programs = new EventEmitter();

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

// Programs without a terminal do not get Ctrl-C.
process.on('exit', () => running.forEach((child) => child.kill()));

/**
 * Runs a program without a terminal and resolves to what it wrote on stdout. If it fails, the error holds everything
 * that it wrote: a quiet step must not swallow its own explanation.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeout?: number }} [options] timeout in ms
 * @returns {Promise<string>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, ...options });
    if (child.pid !== undefined) begin(child, child.pid);
    let out = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      all += text;
    });
    child.on('error', (error) => reject(new Error(`${program} did not start: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new RunError(`${basename(program)} ${args.join(' ')} ended with ${signal ?? code}`, all));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} pid
 */
function begin(child, pid) {
  running.add(child);
  programs.emit('began', pid);
  child.once('exit', () => {
    running.delete(child);
    programs.emit('ended', pid);
  });
}

/** A program that ran and failed; `output` is everything that it wrote. */
export class RunError extends Error {
  /**
   * @param {string} what
   * @param {string} output
   */
  constructor(what, output) {
    super(`${what}\n${output.trimEnd()}`);
    this.output = output;
  }
}
