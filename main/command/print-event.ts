import type { NodeEvent } from '../net/events';
import { line } from './print';
import { catchUpText } from './print-peer';

/** One line for an event: when, and what happened. */
export function eventLine(event: NodeEvent): string {
  return line(`${new Date(event.at).toISOString()}  ${what(event)}`);
}

function what(event: NodeEvent): string {
  const { kind, count, why, catchUp } = event;
  const peer = event.peer ?? '?';
  switch (kind) {
    case 'set':
    case 'deleted':
      return `${kind} ${keys(event)}`;
    case 'sent':
      return `sent ${entries(count)} to ${peer}`;
    case 'received':
      return `received ${entries(count)} from ${peer}`;
    case 'merged':
      return `merged ${entries(count)} of ${peer}`;
    case 'conflict':
      return event.peer === null ? `conflict in ${keys(event)}` : `conflict with ${peer} in ${keys(event)}`;
    case 'refused':
      return `refused: ${why?.message}${refused(event)}`;
    case 'backup':
      return `backed up ${entries(count)}`;
    case 'backup-failed':
      return `no backup: ${why?.message}`;
    case 'restored':
      return `restored ${entries(count)}`;
    case 'new-id':
      return 'took a new id: its profile is in use elsewhere too';
    case 'paused':
    case 'resumed':
      return `${kind} ${event.peer ?? `${count} ${count === 1 ? 'peer' : 'peers'}`}`;
    case 'link-up':
      return `linked to ${peer}`;
    case 'in-sync':
      return `in sync with ${peer}${catchUp === null ? '' : ` ${catchUpText(catchUp)}`}`;
    case 'link-down':
      return why === null ? `closed the link to ${peer}` : `lost the link to ${peer}: ${why.message}`;
  }
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
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
