import { memo, type ReactElement } from 'react';
import { startEdit } from '../actions/inline';
import type { Row } from '../bridge';
import { oneLine, tooltip } from '../format';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { pages } from '../live';
import { useApp } from '../state';
import { When } from '../ui/when';
import { WriterName } from '../ui/writer-name';
import { cancelOpen, clickRow, isDoubleClicked, pressRow } from './click-row';
import { InlineEditor } from './inline-editor';
import { ValueCell } from './value-cell';

interface Props {
  id: string;
  row: Row;
  index: number;
  top: number;
  selected: boolean;
  glows: boolean;
  /** Whether the rule lets a value be replaced. */
  editable: boolean;
}

/** One key. Its content always appears as text, in one line, with its own direction. */
export const KeyRow = memo(function KeyRow({ id, row, index, top, selected, glows, editable }: Props): ReactElement {
  const editing = useApp((state) => state.editing?.key === row.key);
  const classes = ['row', selected ? 'on' : '', row.deleted ? 'gone' : ''].join(' ').trim();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keyboard
    <div
      id={id}
      role="row"
      className={classes}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-testid="row"
      data-key={row.key}
      onMouseDown={(event) => pressRow(event, row.key)}
      onClick={(event) => clickRow(event, index, row.key)}
      onDoubleClick={() => {
        if (!editable || editing || !isDoubleClicked(row.key)) return;
        cancelOpen();
        startEdit(row, index);
      }}
    >
      <div role="gridcell" className="cell cell-key">
        <span className="mono cut" dir="auto" title={tooltip(row.key)}>
          {oneLine(row.key)}
        </span>
        <Conflict values={row.values} />
        <DraftMark name={row.key} />
      </div>
      <div role="gridcell" className="cell cell-value">
        {editing ? <InlineEditor name={row.key} /> : <ValueCell row={row} editable={editable} />}
      </div>
      <div role="gridcell" className="cell">
        <WriterName writer={row.by} />
      </div>
      <div role="gridcell" className="cell quiet">
        <When time={row.time} />
      </div>
      {glows && (
        <span key={row.stamp} className="glow" aria-hidden="true" onAnimationEnd={() => pages.glowed(row.key)} />
      )}
    </div>
  );
});

function Conflict({ values }: { values: number }): ReactElement | null {
  const text = useText().table;
  return values > 1 ? <span className="tag">{text.values(values)}</span> : null;
}

/** Marks a kept draft: text typed over a value before another key was opened. */
function DraftMark({ name }: { name: string }): ReactElement | null {
  const text = useText().table;
  const drafted = useApp((state) => state.drafts.has(name));
  if (!drafted) return null;
  return (
    <span className="draft-mark wait" title={text.draft}>
      <Icon name="pencil" />
      <span className="visually-hidden">{text.draft}</span>
    </span>
  );
}

/** The placeholder of a row still to come. */
export function WaitingRow({ index, top }: { index: number; top: number }): ReactElement {
  return (
    <div role="row" className="row waiting" style={{ transform: `translateY(${top}px)` }} aria-rowindex={index + 2}>
      <div role="gridcell" className="cell" aria-colspan={4}>
        <span className="waiting-bar" />
      </div>
    </div>
  );
}
