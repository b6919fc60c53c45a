import * as v from 'valibot';
import { Refused } from '../store/refusal';
import { RULES, type Rule } from '../store/rule';
import type { NodeId } from '../store/stamp';
import { addressText, parseAddress } from './address';
import { type NetworkKey, networkKeyText, parseNetworkKey } from './network-key';
import { type Card, MAX_ADDRESSES, nameSchema, plainNodeId } from './protocol';

/** What somebody needs to join a network: a node of it, where that listens, and what the network asks of its nodes. */
export interface Invitation {
  /** `host:port`, to be tried in turn; 1 to 8. */
  readonly addresses: readonly string[];
  readonly id: NodeId;
  readonly rule: Rule;
  /** Of the node, as it said; nobody vouches for it. */
  readonly name: string | null;
  /** Of a private network; `null` where the network is open. */
  readonly key: NetworkKey | null;
}

const VERSION = '1';
/** Addresses that a node puts into one: a QR code of more is hard to read off a screen. */
const MAX_INVITED = 4;
/** Characters: four addresses, a name and a long key in any script, and no more than a QR code holds (2,953 bytes). */
const MAX_LENGTH = 2_900;
/** A machine may be called byr, too: with a port alone it is an address. */
const SCHEME = /^\s*byr:(?!\d+\/?\s*$)/i;

/** What a reader of ours makes of a text. */
const readBy = <T>(read: (text: string) => T) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return read(dataset.value);
      } catch (error) {
        addIssue({ message: (error as Error).message });
        return NEVER;
      }
    }),
  );
const once = <T extends v.GenericSchema>(schema: T) => v.strictTuple([schema]);
const fieldsSchema = v.strictObject({
  v: once(v.literal(VERSION)),
  at: v.pipe(v.array(readBy((text) => addressText(parseAddress(text)))), v.maxLength(MAX_ADDRESSES)),
  id: once(plainNodeId),
  rule: once(v.picklist(RULES)),
  name: v.optional(once(nameSchema)),
  key: v.optional(once(readBy(parseNetworkKey))),
});

/**
 * The invitation of a node to its network; where there is none, to the nodes of its own machine.
 * @param first the address to try before the node's own
 * @throws Refused `bad-request` where it does not listen; `bad-address`, `bad-port`
 */
export function inviteTo(card: Card, key: NetworkKey | null, first: string | null): string {
  const { id, rule, name, port, addresses } = card;
  if (port === null) throw new Refused('bad-request', 'This node does not listen, so nobody could join it.');
  const own = addresses.length > 0 ? addresses : [addressText({ host: 'localhost', port })];
  const all = first === null ? own : [addressText(parseAddress(first)), ...own];
  return formatInvitation({ addresses: [...new Set(all)].slice(0, MAX_INVITED), id, rule, name, key });
}

/** Whether it matters to anybody which network a node belongs to. */
export function isInUse(status: { keys: number; peers: readonly unknown[]; private: boolean }): boolean {
  return status.keys > 0 || status.peers.length > 0 || status.private;
}

/** Whether a text means to be an invitation, rather than an address. */
export function isInvitation(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * Writes `byr:v=1/at=192.168.1.23:3000/id=0123456789abcdef/rule=latest/name=Alice` (docs/protocol.md). It holds
 * letters, digits and `:=/.-_%` alone, so that no shell, mail program or chat takes it apart.
 */
export function formatInvitation({ addresses, id, rule, name, key }: Invitation): string {
  const fields = [['v', VERSION], ...addresses.map((at) => ['at', at]), ['id', id], ['rule', rule]];
  if (name !== null) fields.push(['name', name]);
  if (key !== null) fields.push(['key', networkKeyText(key)]);
  return `byr:${fields.map(([field, value = '']) => `${field}=${encode(value)}`).join('/')}`;
}

/**
 * The inverse of `formatInvitation`. White space, as of a line that a mail program broke, and empty fields do not
 * count.
 * @throws Refused `bad-invitation`, `newer-invitation`
 */
export function parseInvitation(text: string): Invitation {
  if (text.length > MAX_LENGTH) throw bad(`it is longer than ${MAX_LENGTH} characters`);
  if (!isInvitation(text)) throw bad("it does not begin with 'byr:'");
  const fields = fieldsOf(text.replace(/\s/g, '').slice('byr:'.length));
  const version = fields.v?.[0] ?? '';
  if (version !== VERSION && /^\d+$/.test(version)) {
    throw new Refused(
      'newer-invitation',
      `This invitation is of version ${version}, and this program reads ${VERSION}: get the program's newest version.`,
    );
  }
  const checked = v.safeParse(fieldsSchema, fields);
  if (!checked.success) throw bad(`'${String(checked.issues[0].path?.[0].key)}' is missing, twice there or wrong`);
  const { at, id, rule, name, key } = checked.output;
  return { addresses: [...new Set(at)], id: id[0], rule: rule[0], name: name?.[0] ?? null, key: key?.[0] ?? null };
}

/** The values of each field, in order. */
function fieldsOf(text: string): Record<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const part of text.split('/').filter((part) => part !== '')) {
    const [field = '', ...value] = part.split('=');
    fields.set(field, [...(fields.get(field) ?? []), decode(value.join('='))]);
  }
  return Object.fromEntries(fields);
}

function encode(value: string): string {
  const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  // What encodeURIComponent leaves and a shell does not; a port's colon may stay.
  return encodeURIComponent(value)
    .replace(/[!'()*~]/g, percent)
    .replaceAll('%3A', ':');
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw bad('a % stands alone in it');
  }
}

function bad(why: string): Refused {
  return new Refused('bad-invitation', `This invitation is incomplete: ${why}. Copy it again, from 'byr:' to its end.`);
}
