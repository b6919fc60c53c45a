import { useEffect, useState } from 'react';
import { usePages } from '../live';
import { useApp } from '../state';

/** Shorter waits are not shown: a message that comes and goes at once only flickers. */
const UNREMARKED_MS = 200;

/** Whether for a while there have been no rows yet, or those of another search, filter or order than the one asked for. */
export function useIsStale(): boolean {
  const { shown } = usePages();
  const isBehind = useApp(({ view }) => shown !== view);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => setLong(true), UNREMARKED_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isBehind]);
  return isBehind && isLong;
}
