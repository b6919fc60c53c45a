const number = new Intl.NumberFormat('en-GB').format;

export const invitationEn = {
  invite: 'Invite a friend',
  how: 'A friend scans this, clicks it as a link, or pastes it under Peers:',
  qrCode: 'QR code of the invitation; its text stands beside it',
  first: 'Tried first',
  offline: 'There is no network: only nodes on this machine can join.',
  notListening: 'This node does not listen, so nobody could join it.',
  open: 'Open network: anyone on this LAN can read and write, with or without an invitation.',
  join: 'Join a network?',
  /** Both follow a preposition. */
  networkOf: (name: string) => `${name}’s network`,
  networkAt: (address: string) => `the network at ${address}`,
  invites: (network: string) => `A link invites this node to ${network}. Join only if you know where it is from.`,
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
