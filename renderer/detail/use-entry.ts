import { useCallback, useEffect, useRef, useState } from 'react';
import { type KeyDetail, node } from '../bridge';
import { useApp } from '../state';

/** `undefined` until the first answer, `null` if no entry was ever seen. */
export type Entry = KeyDetail | null | undefined;

interface Loaded {
  entry: Entry;
  /** Resolves to the newest state once it is shown; to nothing if the node did not answer. */
  reload: () => Promise<Entry>;
  /** Asks for the value even if it is long. */
  loadWhole: () => void;
}

/** Follows one key: asks again whenever the database changed, and shows only the newest answer. */
export function useEntry(key: string): Loaded {
  const version = useApp((state) => state.dataVersion);
  const [shown, setShown] = useState<{ key: string; entry: Entry }>({ key, entry: undefined });
  const [whole, setWhole] = useState(false);
  const newest = useRef(0);

  const load = useCallback(
    async (all: boolean): Promise<Entry> => {
      const turn = ++newest.current;
      const entry = await node.entry(key, all).catch(() => undefined);
      if (turn === newest.current && entry !== undefined) setShown({ key, entry });
      return entry;
    },
    [key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed database is the reason to ask again
  useEffect(() => {
    void load(whole);
  }, [load, whole, version]);

  return {
    entry: shown.key === key ? shown.entry : undefined,
    reload: () => load(whole),
    loadWhole: () => setWhole(true),
  };
}
