export const networkKeyEn = {
  heading: 'Network',
  open: 'Open',
  private: 'Private',
  /** @param word the one of the two above that holds */
  state: (word: string) => `Network: ${word}`,
  isOpen: 'Open: anyone on this LAN can read and write.',
  isPrivate: 'Private: only those with the network key can link, read and write.',
  /** Follows 'Copy', 'Show' and 'Hide'. */
  theKey: 'the network key',
  key: 'Network key: type your friends’, or generate one and give it to them',
  another: 'Another network key',
  placeholder: '16 characters or more',
  generate: 'Generate',
  generated: 'Generated a network key',
  makePrivate: 'Make private',
  change: 'Change key',
  working: 'Working…',
  show: 'Show',
  hide: 'Hide',
  makeOpen: 'Make open',
  stayPrivate: 'Stay private',
  openMeans: 'Then anyone on this LAN can read and write, and peers that stay private lose the link.',
  nearby: 'Show this node to those nearby, and list them',
  nearbyMeans:
    'Its name and address go to everybody on this network. Peers with a new address are found again; nobody else is linked unasked.',
  nearbyPrivate: 'A private node is shown to nobody: invite your friends.',
  means: 'Peers lose the link until they have the same key. Course nodes and scripts cannot join a private network.',
};
