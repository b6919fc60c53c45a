import { number } from './numbers-en';

export const invitationEn = {
  invite: 'Invite a friend',
  /** Follows 'Copy'. */
  theInvitation: 'the invitation',
  how: 'A friend scans this, clicks it as a link, or pastes it under Peers:',
  qrCode: 'QR code of the invitation; its text stands beside it',
  first: 'Tried first',
  offline: 'There is no network: only nodes on this machine can join.',
  notListening: 'This node does not listen, so nobody could join it.',
  open: 'Open network: anyone on this LAN can read and write, with or without an invitation.',
  private: 'It holds the network key: whoever reads it can join, and read and write everything.',
  join: 'Join a network?',
  /** Both follow a preposition. */
  networkOf: (name: string) => `${name}’s network`,
  networkAt: (address: string) => `the network at ${address}`,
  invites: (network: string) => `An invitation to ${network}. Join only if you know where it is from.`,
  network: 'Network',
  isPrivate: 'Private: the invitation holds its network key',
  isOpen: 'Open: anyone on its LAN can read and write',
  /** @param was whether this node is private already */
  takesKey: (was: boolean, peers: number) =>
    `${was ? 'This node leaves its private network for that one' : 'This node becomes private'}, with that network key.${
      peers === 0 ? '' : ` Its links to peers without the key end: it knows ${number(peers)}.`
    }`,
  at: (n: number): string => (n === 1 ? 'Address' : 'Addresses'),
  merges: (keys: number) =>
    keys === 0
      ? 'This node will hold what that network holds.'
      : `The two databases become one: ${keys === 1 ? 'the key here goes' : `the ${number(keys)} keys here go`} to that network for good, and its keys come here.`,
  otherRule: (rule: string) => `This node has the rule ‘${rule}’, so it cannot join. A new node can.`,
  decline: 'Do not join',
  inNewNode: 'Join with a new node',
  accept: 'Join',
};
