/** The options that a node takes, with a window or without, and what each is for, as a list of options shows them. */
export const NODE_OPTIONS = {
  '-p, --port <port>': 'where to listen (default: the first free one of 3000, 4000, 5000, else any)',
  '--profile <profile>': 'name or folder of its data (default: the first that is free)',
  '--name <name>': 'what others call it',
  '--peer <address>': 'a peer to link to; may be given several times',
  '--rule <rule>': "which entry of a key wins: 'latest' (default) or 'first'",
  '--path <path>': 'the path of its Socket.IO (default: /byr)',
  '--network-key-file <file>': 'file with the key of the private network to join (or: BYR_NETWORK_KEY)',
  '--acknowledge <when>':
    "when a write is acknowledged: 'synced' (default) or 'early', which is faster but lets a crash take the last second",
  '--nearby <on|off>': 'whether it announces itself on the local network and lists others (kept in its profile)',
} as const;
