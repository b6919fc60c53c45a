import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { Refused } from '../../store/refusal';

/** Of what a stranger wrote, as much as a line has room for. */
const SHOWN = 100;

/**
 * Why a request is not answered: a web page must not reach a node. Browsers send an `Origin`, except for a plain GET to
 * the page's own host: so a page whose name was pointed at this machine (DNS rebinding) is known by `Host`; and a GET
 * that reads nothing, such as an image's, by `Sec-Fetch-Site`, where it goes to this machine itself. Only pages need
 * JSONP. `null` where nothing speaks against the request.
 */
export function whyBarred({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): Refused | null {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'] ?? 'none';
  const query = queryOf(url);
  if (query === null) return new Refused('bad-request', 'A request was for something that is no address.');
  if (origin !== undefined || site !== 'none' || query.has('j')) {
    return new Refused('web-page', `A web page${from(origin)} asked; nodes do not answer web pages.`);
  }
  if (host === undefined || !isOwnName(host)) {
    const asked = host === undefined ? 'no host' : host.slice(0, SHOWN);
    return new Refused(
      'foreign-host',
      `A request was for ${asked}, which is not a name of this machine; use its address.`,
    );
  }
  return null;
}

/**
 * Whether a `Host` is an IP address, localhost, or what this machine is called.
 * @param machine what the system calls it, with or without a domain
 */
export function isOwnName(host: string, machine = hostname()): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  const [label] = machine.toLowerCase().split('.') as [string];
  // Socket.IO's clients leave the brackets out where they poll; no other name has colons.
  const isAddress = isIP(name) > 0 || (/^\[.*\]$/.test(name) && isIP(name.slice(1, -1)) === 6);
  return isAddress || ['localhost', machine.toLowerCase(), label, `${label}.local`].includes(name);
}

/** As Engine.IO reads it, in any spelling; `null` where it could not, as of `//`, and would throw. */
export function queryOf(url = ''): URLSearchParams | null {
  try {
    return new URL(url, 'http://localhost').searchParams;
  } catch {
    return null;
  }
}

function from(origin: string | undefined): string {
  return origin === undefined ? '' : ` (${origin.slice(0, SHOWN)})`;
}
