import { useEffect } from 'react';
import { copyValue } from '../actions/copy';
import { toast } from '../actions/tell';
import type { Pages } from '../pages';
import { getApp } from '../state';
import { selectedRow } from './follow';

/** Makes the system's Copy, by key or by menu, copy the selected row's value while the focus is on the table. */
export function useCopy(pages: Pages): void {
  useEffect(() => {
    // Not on the table: if nothing on the page was ever clicked, the event goes only to the body.
    const onCopy = (event: ClipboardEvent): void => {
      const row = selectedRow(getApp().selected, pages);
      const isText = getSelection()?.isCollapsed === false;
      if (document.activeElement?.id !== 'key-table' || isText || !row || row.deleted) return;
      event.preventDefault();
      void copyValue(row.key, toast);
    };
    document.addEventListener('copy', onCopy);
    return () => document.removeEventListener('copy', onCopy);
  }, [pages]);
}
