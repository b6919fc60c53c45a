import { type RefObject, useEffect } from 'react';

/** Scrolls what was just opened into view, once it is there, so that it does not open below the edge unseen. */
export function useScrolledInto(element: RefObject<HTMLElement | null>, isThere: boolean): void {
  useEffect(() => {
    if (isThere) element.current?.scrollIntoView({ block: 'nearest' });
  }, [element, isThere]);
}
