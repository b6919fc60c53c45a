// The least that an Electron app can be: what the launch of ours is measured against.
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 760 }).loadURL('data:text/html,<p>Empty</p>'));
