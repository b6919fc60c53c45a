import { Refused } from '../../store/refusal';
import type { NodeId } from '../../store/stamp';
import { type Address, addressText } from '../address';
import { type Card, type Dial, MAX_MESSAGE_BYTES } from '../protocol';
import type { Secret } from '../secrets';
import { connect } from './connect';
import type { CourseSocket } from './course-socket';
import type { Link } from './link';
import { type LinkSocket, SocketLink } from './socket-link';
import { takesAtMost } from './unharmed';

/** Bytes of a message of what may be a course node: its `keys`, a million short ones. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export type Dialled = { kind: 'node'; link: Link } | { kind: 'course'; socket: CourseSocket };

export interface DialOptions {
  readonly path: string;
  readonly secret: Secret | null;
  readonly card: Card;
  /** The node that was met at this address before; any other one is left alone. */
  readonly expected: NodeId | null;
  readonly dial: Dial;
  /** As `connect`. */
  readonly patience: number;
}

/** Another node than the expected one answers. */
export class OtherNode extends Refused {
  constructor(
    readonly id: NodeId,
    address: Address,
    /** Whether it is the node that was met there, under a new id. */
    readonly isSame: boolean,
  ) {
    super('other-node', `Another node answers at ${addressText(address)} now; add it by hand to link to it.`);
  }
}

/** Whether this node wants a link to the one that says hello at an address. @throws Refused `itself`, and `OtherNode` */
export function checkAnswer(
  theirs: Card,
  address: Address,
  { card, expected }: Pick<DialOptions, 'card' | 'expected'>,
): void {
  const isOwn = theirs.id === card.id;
  if (isOwn && theirs.epoch === card.epoch) throw new Refused('itself', 'This address is this node itself.');
  if (expected !== null && theirs.id !== expected && !isOwn) {
    throw new OtherNode(theirs.id, address, theirs.former === expected);
  }
}

/** Links to whatever listens at an address. @throws Refused as `connect`, `itself`, and `OtherNode` */
export async function dial(address: Address, options: DialOptions): Promise<Dialled> {
  const { path, secret, card, expected, dial, patience } = options;
  const greet = (socket: LinkSocket, theirs: Card): Link => {
    checkAnswer(theirs, address, options);
    takesAtMost(MAX_MESSAGE_BYTES, socket);
    return new SocketLink(socket, theirs, true, dial, address.host);
  };
  const auth = { byr: card, expected, ...dial };
  const connected = await connect(address, { path, secret, auth, patience, maxBytes: MAX_ANSWER_BYTES, greet });
  return connected.kind === 'node' ? { kind: 'node', link: connected.greeted } : connected;
}
