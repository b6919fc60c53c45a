import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const GAP = 4;
const EDGE = 8;
/** Until it is measured. Not 'hidden', which could not take the focus. */
const UNSEEN: CSSProperties = { opacity: 0 };

/**
 * Places a popup under its button, or above if there is no room. It closes when the button moves: beside another button
 * it would be taken for that one's.
 */
export function useMenuPlace(
  popup: RefObject<HTMLElement | null>,
  button: RefObject<HTMLElement | null>,
  { close, drop }: { close: () => void; drop: () => void },
): CSSProperties {
  const [place, setPlace] = useState<CSSProperties>(UNSEEN);
  const placedAt = useRef<DOMRect | null>(null);
  useLayoutEffect(() => {
    if (!popup.current || !button.current) return;
    placedAt.current = button.current.getBoundingClientRect();
    setPlace(placeOf(popup.current, placedAt.current));
  }, [popup, button]);
  useEffect(() => {
    const onMove = (): void => {
      const { x, y } = button.current?.getBoundingClientRect() ?? new DOMRect();
      if (x !== placedAt.current?.x || y !== placedAt.current.y) close();
    };
    // The list may have changed meanwhile.
    onMove();
    const onPointer = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (!popup.current?.contains(target) && !button.current?.contains(target)) drop();
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('scroll', onMove, true);
    window.addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('scroll', onMove, true);
      window.removeEventListener('resize', close);
    };
  });
  return place;
}

function placeOf(popup: HTMLElement, anchor: DOMRect): CSSProperties {
  const { offsetWidth: width, offsetHeight: height } = popup;
  const left = Math.max(EDGE, Math.min(anchor.right - width, window.innerWidth - width - EDGE));
  const below = anchor.bottom + GAP;
  const fits = below + height <= window.innerHeight - EDGE;
  return { left, top: fits ? below : Math.max(EDGE, anchor.top - GAP - height) };
}
