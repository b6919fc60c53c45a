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

/** The keys below the pointer at the first and the last press of a series of clicks: rows move while others write. */
let firstPressed: string | null = null;
let lastPressed: string | null = null;

export function pressRow({ detail }: MouseEvent, key: string): void {
  if (detail === 1) firstPressed = key;
  lastPressed = key;
}

/** Whether both clicks of a double click were meant for a key. */
export function isDoubleClicked(key: string): boolean {
  return firstPressed === key && lastPressed === key;
}

/**
 * Selects a row and opens its detail. If the detail was closed, opening waits until no second click can come: otherwise
 * the detail would slide under the pointer, and the double click would miss its row.
 * @param shown the key that the row has now
 */
export function clickRow(event: MouseEvent, index: number, shown: string): void {
  const target = event.target as Element;
  if (target.closest('button, input')) return;
  cancelOpen();
  // Assistive technology clicks without a press.
  const key = event.detail === 0 ? shown : (lastPressed ?? shown);
  if (getApp().detailOpen) return openDetail(index, key);
  select(index, key);
  if (event.detail > 1) return;
  document.addEventListener('keydown', cancelOpen, true);
  timer = setTimeout(() => {
    cancelOpen();
    const { selected } = getApp();
    if (selected?.key === key) openDetail(selected.index, key);
  }, DOUBLE_CLICK_MS);
}
