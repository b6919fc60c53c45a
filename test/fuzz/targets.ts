import { dialled } from './dialled';
import type { OpenTarget } from './fuzz';
import { clientEvents, courseEvents, nativeEvents, polling, websocket } from './sockets';

/** By the names that `npm run fuzz -- --target` takes. */
export const targets: Readonly<Record<string, OpenTarget>> = {
  websocket,
  polling,
  course: courseEvents,
  client: clientEvents,
  native: nativeEvents,
  dialled,
};
