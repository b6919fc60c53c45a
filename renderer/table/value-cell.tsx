import type { ReactElement } from 'react';
import { putBack } from '../actions/keys';
import type { Row } from '../bridge';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { ValuePreview } from '../ui/value-preview';

/** A value in one line, or what became of it. */
export function ValueCell({ row, editable }: { row: Row; editable: boolean }): ReactElement {
  return row.deleted ? <Deleted row={row} editable={editable} /> : <ValuePreview {...row} />;
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
              // This button disappears with the row's deletion; the focus must not be lost with it.
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
