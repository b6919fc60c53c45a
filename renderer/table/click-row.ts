import type { MouseEvent } from 'react';
import { openDetail, select } from '../actions/keys';
import { getApp } from '../state';

/** A little more than the pause within a double click. */
const DOUBLE_CLICK_MS = 220;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Cancels an opening that a double click or a key overtook. */
export function cancelOpen(): void {
  clearTimeout(timer);
  document.removeEventListener('keydown', cancelOpen, true);
}

/**
 * Selects a row and opens its detail. If the detail was closed, opening waits until no second click can come: otherwise
 * the detail would slide under the pointer, and the double click would miss its row.
 */
export function clickRow(event: MouseEvent, index: number, key: string): void {
  const target = event.target as Element;
  if (target.closest('button, input')) return;
  cancelOpen();
  if (getApp().detailOpen) return openDetail(index, key);
  select(index);
  if (event.detail > 1) return;
  document.addEventListener('keydown', cancelOpen, true);
  timer = setTimeout(() => {
    cancelOpen();
    const { selected } = getApp();
    if (selected?.key === key) openDetail(selected.index, key);
  }, DOUBLE_CLICK_MS);
}
