// Loaded into the main process of any app with `electron -r`: writes a line when its first window is on the screen and
// has painted a frame in which all that the selectors of BYR_BENCH_READY name is there.
const { app } = require('electron');

// Electron leaves `-r` and its file among the app's arguments.
process.argv.splice(process.argv.indexOf('-r'), 2);

/** Runs in the page. */
const painted = (selectors) =>
  new Promise((resolve) => {
    const look = () => {
      const there = selectors.every((selector) => document.querySelector(selector));
      requestAnimationFrame(there ? () => requestAnimationFrame(() => resolve(true)) : look);
    };
    look();
  });

app.once('browser-window-created', (_, window) => {
  const shown = new Promise((resolve) => (window.isVisible() ? resolve() : window.once('show', resolve)));
  window.webContents.once('dom-ready', async () => {
    await window.webContents.executeJavaScript(`(${painted})(${process.env.BYR_BENCH_READY})`);
    await shown;
    process.stdout.write('bench: interactive\n');
  });
});
