import { useEffect, useState } from 'react';

/** The node's newest answer, asked for again whenever `about` or `more` has changed; `null` until the first one. */
export function useAsked<T>(ask: () => Promise<T>, about: unknown, more: unknown = null): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `about` and `more` are the reasons to ask again
  useEffect(() => {
    let stale = false;
    ask().then(
      (found) => {
        if (!stale) setAnswer(found);
      },
      // A closing node no longer answers.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [about, more]);
  return answer;
}
