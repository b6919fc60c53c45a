import { useEffect, useState } from 'react';

/** Whether something has held for so long, ms, and still does: what shows only for a moment flickers. */
export function useLasts(holds: boolean, ms: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = setTimeout(() => setLong(true), ms);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [holds, ms]);
  return holds && isLong;
}
