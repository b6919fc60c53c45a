import { type App, session } from 'electron';

/**
 * Closes what a window could be talked into: other pages, other windows, webviews, permissions. The page itself has a
 * sandbox, an isolated context and a strict content security policy (electronjs.org/docs/latest/tutorial/security).
 */
export function lockDown(app: App): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Call when the app is ready. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}
