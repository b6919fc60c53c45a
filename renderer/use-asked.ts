import { useEffect, useState } from 'react';

/** The node's newest answer, asked for again whenever `about` has changed; `null` until the first one. */
export function useAsked<T>(ask: () => Promise<T>, about: string | number): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `about` names the reasons to ask again
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
  }, [about]);
  return answer;
}
