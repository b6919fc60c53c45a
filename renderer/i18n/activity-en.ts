import { count, number } from './numbers-en';

/** `what` is a key in quotes, several, or a number of entries. */
export const activityEn = {
  heading: 'Activity',
  nothing: 'Nothing yet',
  quote: (key: string) => `“${key}”`,
  andMore: (key: string, more: number) => `${key} and ${number(more)} more`,
  entries: (n: number) => count(n, 'entry', 'entries'),
  set: (what: string) => `Set ${what}`,
  deleted: (what: string) => `Deleted ${what}`,
  sent: (what: string, peer: string) => `Sent ${what} to ${peer}`,
  received: (what: string, peer: string) => `Received ${what} from ${peer}`,
  merged: (what: string, peer: string) => `Merged ${what} from ${peer}`,
  conflict: (what: string, peer: string) => `Conflict with ${peer} in ${what}`,
  conflictHere: (what: string) => `Conflict in ${what}`,
  backup: (what: string) => `Backed up ${what}`,
  backupFailed: (why: string) => `No backup: ${why}`,
  restored: (what: string) => `Restored ${what}`,
  restamped: (what: string) => `Gave ${what} the present time`,
  newId: 'This profile is in use elsewhere too, so this node took a new id',
  peers: (n: number) => count(n, 'peer', 'peers'),
  paused: (who: string) => `Paused ${who}`,
  resumed: (who: string) => `Resumed ${who}`,
  refused: 'Refused',
  times: (n: number) => `${number(n)} times`,
  linkUp: (peer: string) => `Linked with ${peer}`,
  inSync: (peer: string) => `In sync with ${peer}`,
  after: (span: string, received: number, sent: number) =>
    `after ${span}${received + sent === 0 ? '' : `: ${number(received)} received, ${number(sent)} sent`}`,
  linkDown: (peer: string, why: string) => `Link with ${peer} ended: ${why}`,
  linkClosed: (peer: string) => `Link with ${peer} closed`,
};
