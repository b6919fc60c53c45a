import { useEffect, useState } from 'react';

const SHOWN_MS = 1200;

/** A boolean that is true for a moment after each call of the function. */
export function useFlash(): [boolean, () => void] {
  const [count, setCount] = useState(0);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (count === 0) return;
    setShown(true);
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [count]);
  return [shown, () => setCount((n) => n + 1)];
}
