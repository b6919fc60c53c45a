import { useEffect, useState } from 'react';
import { type Answer, ask, type Backup, type BackupsStatus, node } from '../bridge';
import { useApp } from '../state';

/** The backups in the folder, asked for again whenever they may have changed; `null` until the first answer. */
export function useBackups(status: BackupsStatus): Answer<Backup[]> | null {
  const { folder, last } = status;
  const version = useApp((state) => state.backupsVersion);
  const [found, setFound] = useState<Answer<Backup[]> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reasons to ask again
  useEffect(() => {
    let stale = false;
    void ask(node.backups()).then((answer) => {
      if (!stale) setFound(answer);
    });
    return () => {
      stale = true;
    };
  }, [folder, last, version]);
  return found;
}
