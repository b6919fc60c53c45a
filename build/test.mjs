import { startDisplay, withoutDisplay } from './display.mjs';
import { alone } from './setup/lock.mjs';
import { seconds } from './setup/step.mjs';
import { testBrowser } from './setup/system-libraries.mjs';
import { script, setUpElectron, setUpWindow } from './setup.mjs';
import { runCommand } from './test/command.mjs';
import { endWith } from './test/end-with.mjs';
import { beforeRelease, beside, ofWindows, steps } from './test/steps.mjs';
import { Turns } from './test/turns.mjs';

const total = { passed: 0, failed: 0 };

// A signal also ends what endWith() noted.
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.on(signal, () => process.exit(code));
}

await script(async () => {
  const { chosen, more } = choose(process.argv.slice(2));
  const env = await (chosen.some((name) => ofWindows.includes(name)) ? setUpWindow() : setUpElectron());
  if (chosen.includes('e2e')) await alone(testBrowser);
  const display = withoutDisplay() ? await startDisplay({ untilLastWindow: false }) : null;
  if (display) endWith(display.stop);
  const ok = await all(chosen, more, { ...env, ...(display && { DISPLAY: display.name }) });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(ok ? 0 : 1);
});

/**
 * `npm test -- unit e2e` runs two steps; `npm test -- unit test/store/clock.test.ts` and `npm test -- e2e -g French`
 * run a part of one.
 *
 * @param {string[]} args
 */
function choose(args) {
  const end = args.findIndex((arg) => !(arg in steps));
  const chosen = args.slice(0, end < 0 ? args.length : end);
  const more = end < 0 ? [] : args.slice(end);
  if (more.length > 0 && chosen.length !== 1) {
    throw new Error(`No step is called ${more[0]}; there are: ${Object.keys(steps).join(', ')}`);
  }
  return {
    chosen: chosen.length > 0 ? chosen : Object.keys(steps).filter((name) => !beforeRelease.includes(name)),
    more,
  };
}

/**
 * @param {string[]} chosen
 * @param {string[]} more
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether all passed; after a step that fails none begins
 */
async function all(chosen, more, env) {
  for (const group of groups(chosen)) {
    const turns = new Turns((text) => process.stdout.write(text));
    const passed = await Promise.all(group.map((name) => passes(name, more, env, turns)));
    if (passed.includes(false)) return false;
  }
  return true;
}

/**
 * @param {string[]} chosen
 * @returns {string[][]} steps that follow each other and may run at once, together
 */
function groups(chosen) {
  /** @type {string[][]} */
  const found = [];
  for (const name of chosen) {
    const last = found.at(-1);
    if (last && beside.some((some) => some.includes(name) && some.includes(last[0] ?? ''))) last.push(name);
    else found.push([name]);
  }
  return found;
}

/**
 * @param {string} name
 * @param {string[]} more
 * @param {NodeJS.ProcessEnv} env
 * @param {Turns} turns
 */
async function passes(name, more, env, turns) {
  const { say, end } = turns.next();
  say(`\n== ${name}\n`);
  const began = performance.now();
  let ok = true;
  for (const command of (await steps[name]?.(more)) ?? []) {
    const { passed, failed } = await runCommand(command, env, say);
    total.passed += passed;
    total.failed += failed;
    ok = failed === 0;
    if (!ok) break;
  }
  say(ok ? `== ${name}: ${seconds(began)}\n` : `== ${name} failed after ${seconds(began)}\n`);
  await end();
  return ok;
}
