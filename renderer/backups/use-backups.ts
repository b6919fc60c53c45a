import { type Answer, ask, type Backup, type BackupsStatus, node } from '../bridge';
import { useApp } from '../state';
import { useAsked } from '../use-asked';

/** The backups in the folder, asked for again whenever they may have changed; `null` until the first answer. */
export function useBackups({ folder, last }: BackupsStatus): Answer<Backup[]> | null {
  const version = useApp((state) => state.backupsVersion);
  return useAsked(() => ask(node.backups()), JSON.stringify([folder, last, version]));
}
