import type { ReactElement } from 'react';
import { putBack } from '../actions/keys';
import type { Row } from '../bridge';
import { focusOn } from '../focus';
import { oneLine, tooltip } from '../format';
import { useText } from '../i18n';

/** A value in one line, or what became of it. */
export function ValueCell({ row, editable }: { row: Row; editable: boolean }): ReactElement {
  const text = useText().table;
  if (row.deleted) return <Deleted row={row} editable={editable} />;
  return (
    <>
      {row.kind !== 'text' && <span className="kind">{text.kinds[row.kind]}</span>}
      <span className="mono cut" dir="auto" title={tooltip(row.preview)}>
        {oneLine(row.preview)}
      </span>
    </>
  );
}

function Deleted({ row, editable }: { row: Row; editable: boolean }): ReactElement {
  const text = useText().table;
  const stamp = row.undo;
  return (
    <span className="deleted">
      {text.deleted}
      {stamp !== null && editable && (
        <>
          {' · '}
          <button
            type="button"
            className="bare"
            aria-label={text.undoOf(row.key)}
            onClick={() => {
              void putBack(row.key, stamp);
              // This button goes with the row's deletion; the focus must not go with it.
              focusOn('key-table');
            }}
          >
            {text.undo}
          </button>
        </>
      )}
    </span>
  );
}
