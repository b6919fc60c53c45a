import { useEffect, useState } from 'react';
import { type Answer, ask, type Invitation, node } from '../bridge';

const TYPING_MS = 150;

/** How the node reads a text that should lead to a peer, asked a moment after the last letter; `null` if empty. */
export function usePeerCheck(peer: string): Answer<Invitation | null> | null {
  const [result, setResult] = useState<Answer<Invitation | null> | null>(null);
  useEffect(() => {
    const asked = peer.trim();
    let stopped = false;
    const timer = setTimeout(async () => {
      const answer = asked === '' ? null : await ask(node.checkPeer(asked));
      if (!stopped) setResult(answer);
    }, TYPING_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [peer]);
  // An older answer stays while typing goes on, so that the line does not flicker; an empty field has none.
  return peer.trim() === '' ? null : result;
}
