import { type RefObject, useEffect } from 'react';

/** Scrolls what was just opened into view, so that it does not open unseen below the edge. */
export function useScrolledInto(element: RefObject<HTMLElement | null>, isThere: boolean): void {
  useEffect(() => {
    if (isThere) element.current?.scrollIntoView({ block: 'nearest' });
  }, [element, isThere]);
}
