import { isIP, SocketAddress } from 'node:net';
import { Refused } from '../store/refusal';
import { isLoopback } from './barred';

/** Where a node listens. */
export interface Address {
  /** A host name, IPv4 address, or IPv6 address without brackets; in lower case, and as the system writes it. */
  readonly host: string;
  /** 1 to 65,535. */
  readonly port: number;
}

/** The longest host name (RFC 1035, section 2.3.4) with scheme and port fits. */
const MAX_LENGTH = 300;
const HOST = String.raw`\[[0-9a-f:.%]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?`;
const FORM = new RegExp(`^(?:http://)?(?:(?<host>${HOST})?:)?(?<port>\\d+)/?$`, 'i');
const HOST_ALONE = new RegExp(`^(?:http://)?(?:${HOST}):?/?$`, 'i');

/**
 * Reads `4000`, `"4000"`, `":4000"`, `"host:4000"`, `"[::1]:4000"`, `"http://host:4000"`.
 * @param near the host that a port alone is on
 * @throws Refused `bad-address`, `no-port`, `bad-port`
 */
export function parseAddress(input: unknown, near = 'localhost'): Address {
  const text = typeof input === 'number' ? String(input) : input;
  const trimmed = typeof text === 'string' && text.length <= MAX_LENGTH ? text.trim() : '';
  const { host, port } = FORM.exec(trimmed)?.groups ?? {};
  if (port === undefined) {
    if (typeof input === 'string' && HOST_ALONE.test(trimmed)) {
      throw new Refused('no-port', 'The port is missing. Give it behind the host: 192.168.1.31:3000.');
    }
    throw new Refused('bad-address', 'This is not an address. Give a port (4000), host:port or http://host:port.');
  }
  const read = host === undefined ? near : readHost(host);
  if (Number(port) < 1 || Number(port) > 65_535) throw new Refused('bad-port', 'A port is between 1 and 65535.');
  return { host: read, port: Number(port) };
}

function readHost(text: string): string {
  const host = text.replace(/^\[|\]$/g, '').toLowerCase();
  const version = isIP(host);
  if (version === 0 && /^(?:\[|[\d.]+$)/.test(text)) {
    const form = text.startsWith('[')
      ? 'one in brackets is of IPv6, as [fd00::2]'
      : 'it has four numbers from 0 to 255';
    throw new Refused('bad-address', `${text} is not an IP address: ${form}.`);
  }
  if (version !== 6) return host;
  const [address, ...zone] = host.split('%');
  return plainHost([new SocketAddress({ address, family: 'ipv6' }).address, ...zone].join('%'));
}

/** `host:port`, with `localhost` for every name of this machine's loopback, so that one place has one text. */
export function addressText({ host, port }: Address): string {
  const plain = plainHost(host);
  return `${isLoopback(plain) ? 'localhost' : plain.includes(':') ? `[${plain}]` : plain}:${port}`;
}

/** An IPv4 address within IPv6, as a system that listens on both gives it, is that IPv4 address. */
export function plainHost(host: string): string {
  return host.replace(/^::ffff:(?=\d+\.)/i, '');
}
