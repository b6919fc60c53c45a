import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../setup/run.mjs';
import { endWith } from './end-with.mjs';

/** 15 minutes: Node 24 leaves a test file that hangs to itself (https://github.com/nodejs/node/pull/57672). */
const longestCommand = 900_000;

/** @typedef {string[]} Command program and arguments */

/**
 * Runs a program, and counts the tests that passed and failed.
 *
 * @param {Command} command
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} say takes everything that it writes, at once
 */
export async function runCommand([program = '', ...args], env, say) {
  const { code, output } = await show(program, args, env, say);
  const passed = sum(output, /^(?:ℹ pass|\s+(?=\d+ passed)) ?(\d+)/gm);
  const failed = sum(output, /^(?:ℹ (?:fail|cancelled)|\s+(?=\d+ (?:failed|interrupted|did not run))) ?(\d+)/gm);
  const tests = args.includes('--test') || args.includes('test');
  if (tests && code === 0 && passed === 0) say('No test ran\n');
  const broken = code !== 0 || (tests && passed === 0);
  // What is not a test, or broke before any test ran, counts as one.
  return { passed, failed: broken ? Math.max(failed, 1) : failed };
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} say
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function show(program, args, env, say) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(program, args, {
    cwd: root,
    env: { ...env, ...colour },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: longestCommand,
    windowsHide: true,
  });
  const forget = endWith(() => child.kill());
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    say(text);
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      forget();
      resolve({ code, output: stripVTControlCharacters(output) });
    });
  });
}

/**
 * @param {string} output
 * @param {RegExp} pattern its first group holds a number
 */
function sum(output, pattern) {
  return [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
}
