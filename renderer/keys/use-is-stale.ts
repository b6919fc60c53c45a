import { usePages } from '../live';
import { useApp } from '../state';
import { useLasts } from '../ui/use-lasts';

/** Shorter waits are not shown: a message that comes and goes at once only flickers. */
const UNREMARKED_MS = 200;

/** Whether for a while there have been no rows yet, or those of another search, filter or order than the one asked for. */
export function useIsStale(): boolean {
  const { shown } = usePages();
  const isBehind = useApp(({ view }) => shown !== view);
  return useLasts(isBehind, UNREMARKED_MS);
}
