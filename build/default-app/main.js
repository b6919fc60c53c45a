// What Electron's own default app does for `electron [-r module] <folder>` and `electron --app=<folder>`, and no more:
// becomes the app there.
const { app } = require('electron');
const Module = require('node:module');
const path = require('node:path');

const args = process.argv.slice(1);
let folder;
while (folder === undefined && args.length > 0) {
  const arg = args.shift();
  // Playwright uses this option.
  if (arg === '-r' || arg === '--require') Module._preloadModules([path.resolve(args.shift())]);
  // Spectron passes the folder with this one.
  else if (arg.startsWith('--app=')) folder = path.resolve(arg.slice('--app='.length));
  else if (!arg.startsWith('-')) folder = path.resolve(arg);
}

if (folder === undefined) {
  console.error('Which app? Give the folder that holds its package.json.');
  process.exit(2);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const { name, productName, version } = require(path.join(folder, 'package.json'));
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(folder);
Module._load(folder, Module, true);
