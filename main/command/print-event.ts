import type { NodeEvent } from '../net/events';
import { catchUpText } from './print-peer';
import { count } from './units';

/** One line for an event: when, and what happened. */
export function eventLine(event: NodeEvent): string {
  return `${new Date(event.at).toISOString()}  ${what(event)}`;
}

/** How many changes a watcher was not sent. */
export function missedChanges(n: number): string {
  return `(and ${count(n, 'more change', 'more changes')})`;
}

/** How many events are kept no longer. */
export function missedEvents(n: number): string {
  return `(and ${count(n, 'event', 'events')} before)`;
}

function what(event: NodeEvent): string {
  const { kind, why, catchUp } = event;
  const peer = event.peer ?? '?';
  const entries = count(event.count, 'entry', 'entries');
  switch (kind) {
    case 'set':
    case 'deleted':
      return `${kind} ${keys(event)}`;
    case 'sent':
      return `sent ${entries} to ${event.peers > 1 ? count(event.peers, 'peer', 'peers') : peer}`;
    case 'received':
      return `received ${entries} from ${peer}`;
    case 'merged':
      return `merged ${entries} of ${peer}`;
    case 'conflict':
      return event.peer === null ? `conflict in ${keys(event)}` : `conflict with ${peer} in ${keys(event)}`;
    case 'refused':
      return `refused: ${why?.message}${refused(event)}`;
    case 'backup':
      return `backed up ${entries}`;
    case 'backup-failed':
      return `no backup: ${why?.message}`;
    case 'restored':
      return `restored ${entries}`;
    case 'restamped':
      return `gave ${entries} the present time`;
    case 'new-id':
      return 'took a new id: its profile is in use elsewhere too';
    case 'paused':
    case 'resumed':
      return `${kind} ${event.peer ?? count(event.count, 'peer', 'peers')}`;
    case 'link-up':
      return `linked to ${peer}`;
    case 'in-sync':
      return `in sync with ${peer}${catchUp === null ? '' : ` ${catchUpText(catchUp)}`}`;
    case 'link-down':
      return why === null ? `closed the link to ${peer}` : `lost the link to ${peer}: ${why.message}`;
    default:
      // Of a newer version.
      return kind;
  }
}

function keys({ key, count }: NodeEvent): string {
  return `${JSON.stringify(key)}${count > 1 ? ` and ${count - 1} more` : ''}`;
}

/** The parts that are known: a write here has no peer, a link no key. */
function refused({ peer, key, count }: NodeEvent): string {
  const about = [key === null ? null : JSON.stringify(key), peer, count > 1 ? `${count} times` : null];
  const known = about.filter((part) => part !== null);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}
