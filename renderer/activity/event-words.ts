import type { CatchUp, NodeEvent } from '../bridge';
import { elapsed, isolated, shortKey } from '../format';
import type { Words } from '../header/network-words';
import type { Text } from '../i18n';
import { whyWords } from '../peers/peer-words';

type Look = Pick<Words, 'tone' | 'icon'>;

const LOOKS: Record<NodeEvent['kind'], Look> = {
  set: { tone: 'quiet', icon: 'pencil' },
  deleted: { tone: 'quiet', icon: 'minus' },
  sent: { tone: 'quiet', icon: 'up' },
  received: { tone: 'quiet', icon: 'down' },
  merged: { tone: 'ok', icon: 'check' },
  refused: { tone: 'bad', icon: 'unlike' },
  conflict: { tone: 'wait', icon: 'warning' },
  backup: { tone: 'ok', icon: 'check' },
  'backup-failed': { tone: 'bad', icon: 'warning' },
  restored: { tone: 'ok', icon: 'check' },
  restamped: { tone: 'quiet', icon: 'pencil' },
  'new-id': { tone: 'wait', icon: 'warning' },
  paused: { tone: 'quiet', icon: 'pause' },
  resumed: { tone: 'quiet', icon: 'link' },
  'link-up': { tone: 'ok', icon: 'link' },
  'in-sync': { tone: 'ok', icon: 'check' },
  'link-down': { tone: 'bad', icon: 'cross' },
};

/** An event in words, with the icon and the colour that repeat them. */
export function eventWords(event: NodeEvent, text: Text): Words {
  const look = LOOKS[event.kind];
  const closedHere = event.kind === 'link-down' && event.why === null;
  const isChosen = closedHere || event.why?.code === 'paused';
  return { text: sentence(event, text), icon: look.icon, tone: isChosen ? 'quiet' : look.tone };
}

function sentence(event: NodeEvent, text: Text): string {
  const words = text.activity;
  const peer = isolated(event.peer ?? '?');
  switch (event.kind) {
    case 'set':
      return words.set(keys(event, text));
    case 'deleted':
      return words.deleted(keys(event, text));
    case 'conflict':
      return event.peer === null ? words.conflictHere(keys(event, text)) : words.conflict(keys(event, text), peer);
    case 'sent':
      return words.sent(entries(event, text), event.peers > 1 ? words.peers(event.peers) : peer);
    case 'received':
      return words.received(entries(event, text), peer);
    case 'merged':
      return words.merged(entries(event, text), peer);
    case 'refused':
      return refused(event, text);
    case 'backup':
      return words.backup(words.entries(event.count));
    case 'backup-failed':
      return words.backupFailed(event.why === null ? '' : text.refusals[event.why.code]);
    case 'restored':
      return words.restored(entries(event, text));
    case 'restamped':
      return words.restamped(entries(event, text));
    case 'new-id':
      return words.newId;
    case 'paused':
      return words.paused(event.peer === null ? words.peers(event.count) : peer);
    case 'resumed':
      return words.resumed(event.peer === null ? words.peers(event.count) : peer);
    case 'link-up':
      return words.linkUp(peer);
    case 'in-sync':
      return inSync(event, text);
    case 'link-down':
      return event.why === null ? words.linkClosed(peer) : words.linkDown(peer, whyWords(event.why.code, text));
  }
}

function inSync({ peer, catchUp }: NodeEvent, text: Text): string {
  const after = catchUp === null ? '' : ` ${catchUpWords(catchUp, text)}`;
  return `${text.activity.inSync(isolated(peer ?? '?'))}${after}`;
}

/** 'after 0.9 s: 12 received, 3 sent'. */
export function catchUpWords({ ms, received, sent }: CatchUp, text: Text): string {
  return text.activity.after(elapsed(ms, text), received, sent);
}

/** A refusal may concern a peer, a key, both or neither. */
function refused({ peer, key, why, count }: NodeEvent, text: Text): string {
  const parts = [
    text.activity.refused,
    peer === null ? null : isolated(peer),
    key === null ? null : quoted(key, text),
    why === null ? null : whyWords(why.code, text),
    count > 1 ? text.activity.times(count) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** One entry by its key, several by their number. */
function entries({ key, count }: NodeEvent, text: Text): string {
  return count === 1 && key !== null ? quoted(key, text) : text.activity.entries(count);
}

function keys({ key, count }: NodeEvent, text: Text): string {
  const first = quoted(key ?? '?', text);
  return count > 1 ? text.activity.andMore(first, count - 1) : first;
}

/** A key in a line of words: in quotes, cut if long. */
export function quoted(key: string, text: Text): string {
  return text.activity.quote(isolated(shortKey(key)));
}
