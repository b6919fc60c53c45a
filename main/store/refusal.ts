/** Codes that callers act on; stable, unlike messages. */
export type RefusalCode =
  | 'bad-request'
  | 'key-empty'
  | 'key-too-long'
  | 'bad-text'
  | 'not-json'
  | 'value-too-long'
  | 'write-once'
  | 'clock-wrong'
  | 'not-found'
  | 'key-twice'
  | 'not-a-row'
  | 'no-columns'
  | 'not-keys'
  | 'bad-file'
  | 'file-changed'
  | 'bad-name'
  | 'bad-address'
  | 'no-port'
  | 'bad-port'
  | 'bad-invitation'
  | 'newer-invitation'
  | 'nobody-there'
  | 'host-unknown'
  | 'no-route'
  | 'not-a-node'
  | 'newer-node'
  | 'older-node'
  | 'no-keys'
  | 'bad-keys'
  | 'no-get'
  | 'no-set'
  | 'itself'
  | 'copied'
  | 'already-linked'
  | 'other-rule'
  | 'peer-refused'
  | 'paused'
  | 'other-node'
  | 'bad-key'
  | 'wrong-key'
  | 'no-key'
  | 'private-network'
  | 'open-network'
  | 'key-unreadable'
  | 'too-many-links'
  | 'web-page'
  | 'foreign-host'
  | 'other-path'
  | 'other-event'
  | 'crowded'
  | 'disk'
  | 'not-a-backup'
  | 'newer-backup'
  | 'bad-backup'
  | 'unreadable-backup'
  | 'backup-failed'
  | 'drive-silent'
  | 'bad-feed-address'
  | 'no-feed'
  | 'bad-feed'
  | 'bad-update'
  | 'no-update'
  | 'no-place'
  | 'not-opened'
  | 'cancelled'
  | 'closed';

/** Why something did not work, in words, for whoever asks later. */
export interface Reason {
  code: RefusalCode;
  message: string;
}

/** A request that the node understood and will not do. The message says what happened and what to do instead. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
