import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { Rule } from '../bridge';
import { useText } from '../i18n';
import { usePages } from '../live';
import type { Pages } from '../pages';
import { type Selection, useApp } from '../state';
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
  const active = useActive(selected, pages);
  const total = pages.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    rangeExtractor: (range) => withActive(defaultRangeExtractor(range), active, total),
    paddingStart: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const rows = virtual.getVirtualItems();
  const edited = useEdited(rows, pages);
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(() => pages.show(first, last), [pages, first, last]);
  useFollow(pages, virtual, scroller);
  useCopy(pages);
  const onKeyDown = useTableKeys(pages, rule);

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
        {...(active ? { 'aria-activedescendant': rowId(active.index) } : {})}
        onKeyDown={onKeyDown}
      >
        <HeadRow />
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() - ROW_HEIGHT }}>
          {inOrder(rows, edited?.index).map(({ index, start }) => {
            const row = pages.row(index);
            const top = start - ROW_HEIGHT;
            if (!row) return <WaitingRow key={index} index={index} top={top} />;
            return (
              <KeyRow
                key={placeOf(index, edited)}
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

/**
 * What screen readers take for the row at which the user is: the selected one, and until that is at hand the one before.
 * A table without any for a moment is read out anew.
 */
function useActive(selected: Selection | null, pages: Pages): Selection | null {
  const [before, setBefore] = useState<Selection | null>(null);
  const now = selected && ([selected, before].find((at) => selectedRow(at, pages)) ?? null);
  if (now !== before) setBefore(now);
  return now;
}

/** It is drawn also where it is not in sight yet, or no more. */
function withActive(indexes: number[], active: Selection | null, total: number): number[] {
  if (active === null || active.index >= total || indexes.includes(active.index)) return indexes;
  return [...indexes, active.index].sort((a, b) => a - b);
}

interface Edited {
  /** Of the row that is a field. */
  index: number;
  /** Where it was when it became one. */
  from: number;
}

function useEdited(rows: readonly VirtualItem[], pages: Pages): Edited | undefined {
  const edit = useApp((state) => state.editing);
  if (edit === null) return;
  const index = rows.find((row) => pages.row(row.index)?.key === edit.key)?.index;
  return index === undefined ? undefined : { index, from: edit.from };
}

/** The name by which React knows a row: that which is a field keeps its own, and so all that is in it. */
function placeOf(index: number, edited: Edited | undefined): number {
  if (index === edited?.index) return edited.from;
  return index === edited?.from ? edited.index : index;
}

/**
 * The row that is a field comes first, so that React never moves it in the page as rows come and go: the field would lose
 * the focus, and what an input method has begun, and a screen reader would read out the whole way to it.
 */
function inOrder(rows: readonly VirtualItem[], edited: number | undefined): VirtualItem[] {
  return [...rows].sort((a, b) => Number(b.index === edited) - Number(a.index === edited));
}

function rowId(index: number): string {
  return `row-${index}`;
}
