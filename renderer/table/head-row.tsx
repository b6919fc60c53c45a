import type { ReactElement } from 'react';
import { setView } from '../actions/keys';
import { useText } from '../i18n';
import { Icon } from '../icons';
import type { View } from '../pages';
import { getApp, useApp } from '../state';
import { sortedBy } from './sorted-by';

/** The names of the columns; Key and When sort. */
export function HeadRow(): ReactElement {
  const text = useText().table;
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="row head">
        <SortHead by="key" label={text.key} />
        <div role="columnheader" className="cell">
          {text.value}
        </div>
        <div role="columnheader" className="cell">
          {text.by}
        </div>
        <SortHead by="time" label={text.when} />
      </div>
    </div>
  );
}

function SortHead({ by, label }: { by: View['sort']; label: string }): ReactElement {
  const view = useApp((state) => state.view);
  const active = view.sort === by;
  const order = view.descending ? 'descending' : 'ascending';
  return (
    <div role="columnheader" className="cell" aria-sort={active ? order : 'none'}>
      <button type="button" className="bare sort" onClick={() => setView(sortedBy(by, getApp().view))}>
        {label}
        {active && <Icon name={view.descending ? 'down' : 'up'} />}
      </button>
    </div>
  );
}
