import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import type { Pages } from '../pages';
import { setApp, useApp } from '../state';
import { follow } from './follow';

type Virtual = Virtualizer<HTMLDivElement, Element>;

/** Keeps the selection on its key and in sight, and goes to the top when search or order change. */
export function useFollow(pages: Pages, virtual: Virtual, scroller: RefObject<HTMLDivElement | null>): void {
  const selected = useApp((state) => state.selected);
  const detailOpen = useApp((state) => state.detailOpen);
  const revision = pages.revision();
  const index = selected?.index;

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are the reason to look again
  useEffect(() => {
    const next = follow(selected, pages);
    if (next !== selected) setApp({ selected: next });
  }, [revision, selected]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an opened detail shortens the table
  useEffect(() => {
    if (index === undefined) return;
    // After the layout, so that the shorter table is the one measured.
    const frame = requestAnimationFrame(() => virtual.scrollToIndex(index, { align: 'auto' }));
    return () => cancelAnimationFrame(frame);
  }, [index, detailOpen]);

  const shown = pages.shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its top
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [shown]);
}
