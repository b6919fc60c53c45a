import { useEffect, useState } from 'react';
import { ask, node, type Refusal } from '../bridge';

const TYPING_MS = 150;

/** What is wrong with an address, asked a moment after the last letter; `null` while it is empty or right. */
export function useAddressCheck(address: string): Refusal | null {
  const [result, setResult] = useState<{ address: string; refusal: Refusal | null }>({ address: '', refusal: null });
  useEffect(() => {
    const asked = address.trim();
    let stopped = false;
    const timer = setTimeout(async () => {
      const outcome = asked === '' ? null : await ask(node.checkAddress(asked));
      if (!stopped) setResult({ address, refusal: outcome && !outcome.ok ? outcome.refusal : null });
    }, TYPING_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [address]);
  // An older answer still shows while one types on, so that the line does not flicker; an empty field has none.
  return address.trim() === '' ? null : result.refusal;
}
