import type { ReactElement } from 'react';
import type { Row } from '../bridge';
import { oneLine, tooltip } from '../format';
import { useText } from '../i18n';

/** A value in one line: its kind, if not a text, and its start. */
export function ValuePreview({ kind, preview }: Pick<Row, 'kind' | 'preview'>): ReactElement {
  const text = useText().table;
  if (preview === '') return <span className="quiet">{text.empty}</span>;
  return (
    <>
      {kind !== 'text' && <span className="kind">{text.kinds[kind]}</span>}
      <span className="mono cut" dir="auto" title={tooltip(preview)}>
        {oneLine(preview)}
      </span>
    </>
  );
}
