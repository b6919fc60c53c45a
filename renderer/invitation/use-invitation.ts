import { useEffect, useState } from 'react';
import { type Answer, ask, node, type Status } from '../bridge';

/** The node's invitation, asked for again when its content has changed. @param first the address that is tried first */
export function useInvitation(first: string | null, { name, port, addresses }: Status): Answer<string> | null {
  const [answer, setAnswer] = useState<Answer<string> | null>(null);
  const about = JSON.stringify([first, name, port, addresses]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `about` says all that counts; the list is a new one each time
  useEffect(() => {
    let stopped = false;
    void ask(node.invite(first)).then((asked) => {
      if (!stopped) setAnswer(asked);
    });
    return () => {
      stopped = true;
    };
  }, [about]);
  return answer;
}
