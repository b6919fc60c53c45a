import type { Haste } from './disk/disk';
import type { Numbered } from './store/database';
import type { Key } from './store/text';

/** What changed in one turn of the event loop, or a part of it: one batch, and one promise for all who wait. */
export interface WriteGroup {
  readonly put: Numbered[];
  readonly drop: number[];
  haste: Haste;
  /** Writes here that it holds, and the key of the first. */
  writes: number;
  key: Key | null;
  readonly done: Promise<void>;
  /** To be called with the write that `done` is to follow. */
  readonly follow: (write: Promise<void>) => void;
}

export function newGroup(): WriteGroup {
  let follow: WriteGroup['follow'] = () => {};
  const done = new Promise<void>((resolve) => {
    follow = resolve;
  });
  // Who writes for a peer, or is acknowledged early, does not wait.
  done.catch(() => {});
  return { put: [], drop: [], haste: 'soon', writes: 0, key: null, done, follow };
}
