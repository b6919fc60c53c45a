/** As Electron tells a link, a letter and later a colon, but for a drive's; not an invitation, which is one. */
const LINK = /^(?!byr:)[a-z][^\s:]+:/i;

/**
 * Arguments that Electron takes on Windows as well: there it ends at once, and silently, where another one follows a
 * link, for which it takes the `host:4000` of `--peer host:4000` too. So an option and such a value become one.
 *
 * @param {readonly string[]} args
 * @returns {string[]}
 */
export function safeArguments(args) {
  /** @type {string[]} */
  const safe = [];
  for (const arg of args) {
    const option = /^--[^=]+$/.exec(safe.at(-1) ?? '')?.[0];
    if (option !== undefined && LINK.test(arg)) safe.splice(-1, 1, `${option}=${arg}`);
    else safe.push(arg);
  }
  return safe;
}

/** The app's options, as npm would name them in the environment of a script. */
const OPTIONS = ['port', 'profile', 'name', 'peer', 'rule', 'path', 'network-key-file', 'acknowledge', 'nearby'];

/**
 * npm takes options for its own that do not stand behind two dashes, and Windows' PowerShell takes these away from it
 * (https://github.com/npm/cli/issues/3136): a node that knew nothing of them would open elsewhere, and link to nobody.
 *
 * @param {NodeJS.ProcessEnv} env that npm gave to the script
 * @returns {string | null} what to do about it
 */
export function whyTaken(env) {
  const taken = OPTIONS.filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (taken.length === 0) return null;
  const names = taken.map((name) => `--${name}`).join(', ');
  const dashes = 'Write two dashes before what is for the app, as in npm start -- --port 4000';
  return `npm took for its own: ${names}. ${dashes}; Windows' PowerShell takes them away, so type npm.cmd for npm there.`;
}
