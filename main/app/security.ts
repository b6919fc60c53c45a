import type { App, Session, WebContents } from 'electron';
import { isOfPage } from './page';

/** Electron's own files for its developer tools, which a development build opens. */
const DEVELOPER_TOOLS = 'devtools://';
/** A way to the network that leads nowhere: only root can listen on port 1, and nobody does any more (RFC 1078). */
const NO_PROXY = 'socks5://127.0.0.1:1';

/**
 * Closes what a window could be tricked into, for every page opened in this process: other pages, other windows,
 * webviews, downloads, permissions, devices, and any way to the network. The page itself has a sandbox, an isolated
 * context and a strict content security policy (electronjs.org/docs/latest/tutorial/security). Call before the app is
 * ready.
 */
export function lockDown(app: App): void {
  app.on('session-created', closeSession);
  app.on('web-contents-created', (_, contents) => closeContents(contents));
}

/**
 * Opens a session that no page uses, as far as the app itself needs.
 * @param isAllowed called for each address, also those that a server redirects to
 * @param most bytes of an answer, which must state its length; omit if the reader counts them
 */
export function letOut(session: Session, isAllowed: (url: URL) => boolean, most?: number): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isAllowed(new URL(url)) }));
  if (most !== undefined) {
    session.webRequest.onHeadersReceived(({ responseHeaders }, decide) => {
      const [, told] =
        Object.entries(responseHeaders ?? {}).find(([name]) => name.toLowerCase() === 'content-length') ?? [];
      decide({ cancel: !(Number(told?.[0]) <= most) });
    });
  }
  void session.setProxy({ mode: 'system' });
}

function closeContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Unasked, Electron would take the first device that it finds.
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  // WebRTC obeys no content security policy: this leaves it only TCP through the session's proxy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

function closeSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isOfPage(url) && !url.startsWith(DEVELOPER_TOOLS) });
  });
  void session.setProxy({ proxyRules: NO_PROXY, proxyBypassRules: '<-loopback>' });
  session.on('will-download', (event) => event.preventDefault());
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  // Chromium fetches the dictionaries of its languages from a server, even if no window checks spelling.
  session.setSpellCheckerLanguages([]);
}
