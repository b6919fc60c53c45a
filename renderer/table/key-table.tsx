import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef } from 'react';
import type { Rule } from '../bridge';
import { useText } from '../i18n';
import { usePages } from '../live';
import type { Pages } from '../pages';
import { useApp } from '../state';
import { selectedRow } from './follow';
import { HeadRow } from './head-row';
import { KeyRow, WaitingRow } from './key-row';
import { ROW_HEIGHT } from './row-height';
import { useCopy } from './use-copy';
import { useFollow } from './use-follow';
import { useTableKeys } from './use-table-keys';

const OVERSCAN = 10;

/** The virtualised table. It draws some forty rows, however many the database has. */
export function KeyTable({ rule }: { rule: Rule }): ReactElement {
  const text = useText().table;
  const pages = usePages();
  const scroller = useRef<HTMLDivElement>(null);
  const selected = useApp((state) => state.selected);
  const total = pages.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    paddingStart: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const rows = virtual.getVirtualItems();
  const edited = useEdited(rows, pages);
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => pages.show(first, last), [pages, first, last]);
  useFollow(pages, virtual, scroller);
  useCopy(pages);
  const onKeyDown = useTableKeys(pages, rule);
  const visible = selected && selectedRow(selected, pages) && rows.some((row) => row.index === selected.index);

  return (
    <div className="table-frame">
      <div
        ref={scroller}
        id="key-table"
        className="table"
        role="grid"
        tabIndex={0}
        data-testid="key-table"
        aria-label={text.label}
        aria-rowcount={total + 1}
        aria-colcount={4}
        {...(visible ? { 'aria-activedescendant': rowId(selected.index) } : {})}
        onKeyDown={onKeyDown}
      >
        <HeadRow />
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() - ROW_HEIGHT }}>
          {inOrder(rows, edited).map(({ index, start }) => {
            const row = pages.row(index);
            const top = start - ROW_HEIGHT;
            if (!row) return <WaitingRow key={index} index={index} top={top} />;
            return (
              <KeyRow
                key={index === edited ? `edited ${row.key}` : index}
                id={rowId(index)}
                row={row}
                index={index}
                top={top}
                selected={selected?.key === row.key}
                glows={pages.glows(row)}
                editable={rule === 'latest'}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The index of the row that is a field. */
function useEdited(rows: readonly VirtualItem[], pages: Pages): number | undefined {
  const key = useApp((state) => state.editing?.key);
  return key === undefined ? undefined : rows.find(({ index }) => pages.row(index)?.key === key)?.index;
}

/**
 * The row that is a field comes last, with a name of its own, so that React never moves it in the page as rows come and
 * go: the field would lose the focus, and what an input method has begun.
 */
function inOrder(rows: readonly VirtualItem[], edited: number | undefined): VirtualItem[] {
  return [...rows].sort((a, b) => Number(a.index === edited) - Number(b.index === edited));
}

function rowId(index: number): string {
  return `row-${index}`;
}
