import type { KeyboardEvent } from 'react';
import { startEdit } from '../actions/inline';
import { closeDetail, openDetail, removeKey, select } from '../actions/keys';
import type { Rule } from '../bridge';
import { focusSoon } from '../focus';
import type { Pages } from '../pages';
import { getApp } from '../state';
import { selectedRow } from './follow';
import { isDelete, moveTo } from './moves';
import { ROW_HEIGHT } from './row-height';

type Handler = (event: KeyboardEvent<HTMLDivElement>) => void;

/** The keyboard on the table itself; its fields and buttons keep theirs. */
export function useTableKeys(pages: Pages, rule: Rule): Handler {
  return (event) => {
    // As in any grid, Ctrl changes nothing about them; Chromium would scroll away from the selected row.
    const isEnd = event.key === 'Home' || event.key === 'End';
    if (event.target !== event.currentTarget || event.metaKey || event.altKey || (event.ctrlKey && !isEnd)) return;
    const screen = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 2);
    const to = moveTo(event.key, getApp().selected?.index ?? null, pages.total ?? 0, screen);
    if (to !== null) select(to);
    if (to !== null || actOnRow(event.key, pages, rule)) event.preventDefault();
  };
}

function actOnRow(key: string, pages: Pages, rule: Rule): boolean {
  const { selected, detailOpen } = getApp();
  if (key === 'Escape' && detailOpen) {
    closeDetail();
    return true;
  }
  const row = selectedRow(selected, pages);
  if (!selected || !row) return false;
  if (key === 'Enter') {
    openDetail(selected.index, row.key);
    focusSoon('detail-value');
  } else if (rule === 'latest' && isDelete(key, getApp().status?.platform) && !row.deleted) removeKey(row.key);
  else if (rule === 'latest' && key === 'F2') startEdit(row, selected.index);
  else return false;
  return true;
}
