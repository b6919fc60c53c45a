import { announcements } from './announcements';
import { backups } from './backups';
import { commandLines } from './command-lines';
import { dialled } from './dialled';
import type { OpenTarget } from './fuzz';
import { handshakes } from './handshakes';
import { profiles } from './profiles';
import { clientEvents, courseEvents, nativeEvents, polling, websocket } from './sockets';

/** By the names that `npm run fuzz -- --target` takes. */
export const targets: Readonly<Record<string, OpenTarget>> = {
  websocket,
  polling,
  course: courseEvents,
  client: clientEvents,
  native: nativeEvents,
  dialled,
  handshakes,
  backups,
  profiles,
  'command-lines': commandLines,
  announcements,
};
