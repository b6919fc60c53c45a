import type { Haste } from './disk/disk';
import type { Applied, Numbered } from './store/database';
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

/** Puts what changed into a group. By itself, as V8 is to compile this loop and not all that its caller calls. */
export function gather({ put, drop }: WriteGroup, { added, dropped }: Applied): void {
  for (let at = 0; at < added.length; at++) put.push(added[at] as Numbered);
  for (let at = 0; at < dropped.length; at++) drop.push(dropped[at] as number);
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
