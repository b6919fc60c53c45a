/** Newer versions of the app. */
export const updatesEn = {
  heading: 'Look for newer versions at',
  placeholder: 'https://…',
  hint: 'A server is asked only when you press the button, and nothing is installed unasked.',
  check: 'Check now',
  turnOff: 'Turn off',
  off: 'Off: no server is ever asked for a newer version.',
  unknown: 'Not checked since the start.',
  checking: 'Checking…',
  newest: 'This is the newest version.',
  available: (version: string) => `Version ${version} is available.`,
  byHand: (address: string) => `This build cannot replace itself: get the new one at ${address}`,
  notes: 'Release notes',
  download: 'Download',
  downloading: (version: string, percent: number) => `Downloading version ${version}: ${percent}%`,
  ready: (version: string) => `Version ${version} is here, and is what the feed promised. Close other windows first.`,
  install: 'Restart to install',
};
