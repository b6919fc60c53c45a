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
