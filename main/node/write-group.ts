import type { Haste } from '../disk/disk';
import type { Numbered } from '../store/contents';
import type { Applied } from '../store/database';
import type { Key } from '../store/text';

/** What changed in one turn of the event loop, or a part of it: one batch, and one promise for all that wait. */
export interface WriteGroup {
  readonly put: Numbered[];
  readonly drop: number[];
  haste: Haste;
  /** The number of writes here in it, and the key of the first. */
  writes: number;
  key: Key | null;
  readonly done: Promise<void>;
  /** Call with the write that `done` is to follow. */
  readonly follow: (write: Promise<void>) => void;
}

/**
 * Puts what changed into a group. A function of its own, so that V8 compiles this loop and not everything that its
 * caller calls.
 */
export function gather({ put, drop }: WriteGroup, { added, dropped }: Applied): void {
  for (let at = 0; at < added.length; at++) put.push(added[at] as Numbered);
  for (let at = 0; at < dropped.length; at++) drop.push(dropped[at] as number);
}

export function newGroup(): WriteGroup {
  let follow: WriteGroup['follow'] = () => {};
  const done = new Promise<void>((resolve) => {
    follow = resolve;
  });
  // Writes for a peer and writes acknowledged early do not wait.
  done.catch(() => {});
  return { put: [], drop: [], haste: 'soon', writes: 0, key: null, done, follow };
}
