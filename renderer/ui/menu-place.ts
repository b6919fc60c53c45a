import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useState } from 'react';

const GAP = 4;
const EDGE = 8;
/** Until it is measured. Not 'hidden', which could not take the focus. */
const UNSEEN: CSSProperties = { opacity: 0 };

/** Places a popup under its button, or above where there is no room, and closes it when the ground moves. */
export function useMenuPlace(
  popup: RefObject<HTMLElement | null>,
  button: RefObject<HTMLElement | null>,
  drop: () => void,
): CSSProperties {
  const [place, setPlace] = useState<CSSProperties>(UNSEEN);
  useLayoutEffect(() => {
    if (popup.current && button.current) setPlace(placeOf(popup.current, button.current.getBoundingClientRect()));
  }, [popup, button]);
  useEffect(() => {
    const onPointer = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (!popup.current?.contains(target) && !button.current?.contains(target)) drop();
    };
    document.addEventListener('pointerdown', onPointer, true);
    window.addEventListener('resize', drop);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      window.removeEventListener('resize', drop);
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
