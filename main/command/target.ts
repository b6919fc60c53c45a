import { checkPath, checkPort, UsageError } from '../config';
import type { FileFormat, Format } from '../keys-file/rows';
import { parseAddress } from '../net/address';
import { connectionFailed, notUnderstood } from './failure';
import { heldBy, secretFor } from './secret';
import { openSession, type Session } from './session';

/** Options as given on the command line. */
export interface Target {
  readonly url?: string;
  readonly port?: string;
  readonly path?: string;
  /** The profile of a node on this machine, instead of its port. */
  readonly profile?: string;
  /** The file with the network key of a node elsewhere. */
  readonly networkKeyFile?: string;
  readonly json?: boolean;
  /** The format of the value to set; `text` by default. */
  readonly as?: Format;
  /** Of `pause` and `resume`: every known peer; of `forget`: every one that is away. */
  readonly all?: boolean;
  /** Of `keys`: the deleted ones. */
  readonly deleted?: boolean;
  /** Of `watch`: what the node did and met, instead of its entries. */
  readonly events?: boolean;
  /** Of `restore`: does not ask; the new profile; writes again what merging does not bring back. */
  readonly yes?: boolean;
  readonly asNew?: string;
  readonly putBack?: boolean;
  /** Format of the file of `export` and `import`; by default its name tells. */
  readonly format?: FileFormat;
}

const DEFAULT_PORT = '3000';
/** At the end of a URL: an IPv6 address has colons too, but ends in a bracket. */
const HAS_PORT = /(?:^|:)\d+\/?$/;

/** Works with the node that the options name. @throws UsageError, NotReached */
export async function withSession(target: Target, work: (session: Session) => Promise<void>): Promise<void> {
  const path = checkPath(target.path);
  const where = whereabouts(target) ?? (await heldBy(target.profile))?.port ?? DEFAULT_PORT;
  const address = usage(() => parseAddress(where));
  const secret = await secretFor(target, address);
  const session = await openSession(address, path, secret).catch(connectionFailed);
  try {
    await work(session).catch((error: unknown) => notUnderstood(error, session.version));
  } finally {
    session.close();
  }
}

/** The course's own command line takes a host as --url and its port as --port. */
function whereabouts({ url, port }: Target): string | undefined {
  if (port !== undefined) checkPort(port);
  if (url === undefined || port === undefined) return url ?? port;
  if (HAS_PORT.test(url)) throw new UsageError('Give the port in --url or by --port, not both.');
  return `${url.replace(/\/$/, '')}:${port}`;
}

/** What cannot be read from the command line is the user's mistake, not the node's refusal. */
export function usage<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
