import { holds, type Lineage } from '../../store/lineage';
import { Refused } from '../../store/refusal';
import type { Rule } from '../../store/rule';
import { addressText } from '../address';
import { otherProtocol } from '../other-protocol';
import { type Card, type Farewell, MAX_LINKS, PROTOCOL } from '../protocol';
import type { End, Link } from '../wire/link';
import type { PeerRecord } from './peers';

export interface Objection {
  readonly farewell: Farewell;
  readonly refusal: Refused;
}

/**
 * Why this node will not link to that one, whatever else holds; `null` where nothing speaks against it.
 * @param known what is remembered of it
 */
export function objection(card: Card, own: Card, known: PeerRecord | undefined): Objection | null {
  if (card.id === own.id && card.epoch === own.epoch) return itself();
  if (card.protocol !== PROTOCOL) return { farewell: 'other-protocol', refusal: otherProtocol(card) };
  if (card.id === own.id) return copied();
  return unwelcome(known) ?? (card.rule === own.rule ? null : otherRule(card.rule, own.rule));
}

/** Why the user wants no link to a peer now; `null` where they said nothing like that. */
export function unwelcome(known: PeerRecord | undefined): Objection | null {
  if (known?.removed)
    return object('removed', 'peer-refused', 'This peer was removed here; add it again to link to it.');
  if (known?.paused)
    return object('paused', 'paused', 'The link to this peer is paused here; resume it to link again.');
  return null;
}

export function itself(): Objection {
  return object('itself', 'itself', 'This address is this node itself.');
}

export function otherRule(theirs: Rule, own: Rule): Objection {
  return object(
    'other-rule',
    'other-rule',
    `That network has the rule '${theirs}', this one '${own}'; to join it, open another node with --rule ${theirs}.`,
  );
}

/** Two nodes have one id: a profile was copied, and both are in use. */
export function copied(): Objection {
  const why = 'Two nodes have one id, as a profile was copied; one of them takes a new id now, then they link.';
  return object('copied', 'copied', why);
}

/**
 * Of two live nodes of one id, whether the first takes a new one. Whoever has both cards decides alike: the one that
 * the other was copied from while it ran keeps its id, else the one of the lower epoch.
 */
export function isCopy(card: Lineage, other: Lineage): boolean {
  const isLater = holds(card, other.epoch, 0);
  return isLater === holds(other, card.epoch, 0) ? card.epoch > other.epoch : isLater;
}

export function full(): Objection {
  return object('full', 'too-many-links', `A node has at most ${MAX_LINKS} links.`);
}

export function alreadyLinked(address: string): Refused {
  return new Refused('already-linked', `This node is already linked to the one at ${address}.`);
}

/**
 * Which of two links between the same two nodes stays. Both ends decide alike, though the links may come up in
 * different orders. A restarted node has lost the old one. A node that dials again, whoever dialled before, may have
 * lost the older link, so the later one stays; of two dialled at the same moment, the one that the lower id dialled.
 */
export function isPreferred(newer: Link, older: Link, own: Pick<Card, 'id' | 'epoch'>): boolean {
  if (newer.card.epoch !== older.card.epoch) return true;
  if (newer.dialled === older.dialled) return newer.dial.attempt >= older.dial.attempt;
  if (isAfter(newer, older, own)) return true;
  if (isAfter(older, newer, own)) return false;
  return newer.dialled === own.id < newer.card.id;
}

/** Of two links dialled by either side: whether the dialler of one had met the other by then. */
function isAfter({ dial: { seen } }: Link, other: Link, own: Pick<Card, 'epoch'>): boolean {
  const { epoch } = other.dialled ? own : other.card;
  return seen !== null && seen.epoch === epoch && seen.attempt >= other.dial.attempt;
}

/** A node's addresses, first the one at which this node sees it. */
export function addressesOf({ card, host }: Link): string[] {
  const seen = card.port === null ? [] : [addressText({ host, port: card.port })];
  return [...seen, ...card.addresses];
}

/** What a link's end means for this node's user. */
export function whyLost(end: End | null): Refused {
  const told = end === null ? null : (end.byPeer ? whyClosedThere : whyClosedHere)(end.farewell);
  return told ?? new Refused('closed', 'The connection was lost.');
}

function whyClosedHere(farewell: End['farewell']): Refused | null {
  switch (farewell) {
    case 'broken':
      return new Refused('bad-request', 'It sent what the protocol does not allow.');
    case 'stalled':
      return new Refused('closed', 'It did not answer in time.');
    default:
      return null;
  }
}

function whyClosedThere(farewell: End['farewell']): Refused | null {
  switch (farewell) {
    case null:
      return new Refused(
        'peer-refused',
        'The other node closed the link for a reason that only a newer version knows.',
      );
    case 'removed':
      return new Refused('peer-refused', 'The other node removed this one; its user can add it again.');
    case 'paused':
      return new Refused(
        'paused',
        'The user of the other node paused the link; it comes up again once they resume it.',
      );
    case 'full':
      return new Refused('peer-refused', 'The other node has as many links as it takes.');
    case 'other-rule':
      return new Refused('other-rule', 'That network has another rule.');
    case 'copied':
      return copied().refusal;
    case 'closing':
      return new Refused('closed', 'The other node was closed.');
    case 'broken':
      return new Refused('peer-refused', 'The other node says that this one sent what the protocol does not allow.');
    case 'stalled':
      return new Refused('closed', 'The other node got no answer in time.');
    default:
      return null;
  }
}

function object(farewell: Farewell, code: Refused['code'], message: string): Objection {
  return { farewell, refusal: new Refused(code, message) };
}
