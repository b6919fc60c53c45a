import type { Session } from 'electron';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider';
import * as v from 'valibot';
import { readAll } from '../read-all';
import { Refused } from '../store/refusal';

/** Bytes of the feed's file; a real one has less than 2,000, plus its notes. */
const MAX_FEED = 256 * 1024;
/** Characters of release notes shown: some pages. */
const MAX_NOTES = 20_000;
/** Bytes of a package; today's have a third of that. */
export const MAX_PACKAGE = 400 * 1024 * 1024;
/** A server silent for this long is not there. */
const PATIENCE_MS = 20_000;

/** The part used here of what electron-builder writes into `latest*.yml` (electron.build/auto-update). */
const feedSchema = v.object({
  version: v.pipe(v.string(), v.maxLength(64), v.regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/)),
  files: v.pipe(
    v.array(
      v.object({
        url: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)),
        sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
      }),
    ),
    v.minLength(1),
    v.maxLength(32),
  ),
  releaseNotes: v.pipe(
    v.fallback(v.string(), ''),
    v.transform((notes) => notes.slice(0, MAX_NOTES)),
  ),
});
export type Feed = v.InferOutput<typeof feedSchema>;

/** A folder on a web server, with a slash at its end. @throws Refused `bad-feed-address` */
export function parseFeedAddress(text: string): URL {
  const address = toUrl(text);
  if (address === null || !isSafe(address) || address.username !== '' || address.search !== '' || address.hash !== '') {
    throw new Refused('bad-feed-address', 'The address of an update feed is https://, as a folder on a web server.');
  }
  if (!address.pathname.endsWith('/')) address.pathname += '/';
  return address;
}

function toUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Whether nobody on the way can alter what comes from there. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname));
}

/**
 * Asks the feed for the newest version.
 * @param file the feed's file for this system, such as `latest-linux.yml`
 * @throws Refused `no-feed`, `bad-feed`
 */
export async function readFeed(session: Session, address: URL, file: string): Promise<Feed> {
  const text = await download(session, new URL(file, address));
  try {
    return v.parse(feedSchema, parseUpdateInfo(text, file, address));
  } catch (error) {
    throw new Refused('bad-feed', `${file} at ${address} is not an update feed: ${(error as Error).message}`);
  }
}

async function download(session: Session, url: URL): Promise<string> {
  try {
    const response = await session.fetch(url.href, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return await bounded(response, url);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('no-feed', `There is no update feed at ${url}: ${(error as Error).message}`);
  }
}

async function bounded({ body }: Response, url: URL): Promise<string> {
  if (body === null) return '';
  const tooLong = (): Refused =>
    new Refused('bad-feed', `What is at ${url} is not an update feed: it has more than ${MAX_FEED} bytes.`);
  return (await readAll(body, MAX_FEED, tooLong)).toString('utf8');
}
