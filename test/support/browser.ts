import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

const DEBIAN = '/usr/bin/chromium';

/** Whether this machine has a browser that a test can start. */
export const hasBrowser = existsSync(DEBIAN);

/** Real Chromium. @param names hosts that it is to find at 127.0.0.1 */
export function openBrowser(names: readonly string[]): Promise<Browser> {
  const quiet = ['--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const alone = ['--disable-component-update', '--disable-sync'];
  const resolved = names.map((name) => `MAP ${name} 127.0.0.1`).join(', ');
  return chromium.launch({
    executablePath: DEBIAN,
    headless: true,
    chromiumSandbox: false,
    // The node is tried, not what a browser of today does for it by itself.
    args: [...quiet, ...alone, '--disable-features=LocalNetworkAccessChecks', `--host-resolver-rules=${resolved}`],
  });
}
