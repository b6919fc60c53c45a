import type { ReactElement } from 'react';
import { setView } from '../actions/keys';
import { BackupsButton } from '../backups/backups-button';
import type { Status } from '../bridge';
import { FirstRun } from '../first-run';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { usePages } from '../live';
import type { View } from '../pages';
import { getApp, setApp } from '../state';
import { KeyTable } from '../table/key-table';
import { FilterButton } from './filter-button';
import { SearchField } from './search-field';
import { SetForm } from './set-form';
import { useIsStale } from './use-is-stale';

/** What is in the database: search, set, and the table or what replaces it. */
export function Keys({ status }: { status: Status }): ReactElement {
  const text = useText().keys;
  const isStale = useIsStale();
  return (
    <section className={isStale ? 'keys stale' : 'keys'} aria-label={text.heading}>
      <div className="search-bar">
        <SearchField keys={status.keys} isStale={isStale} />
        <FilterButton show="conflicts" count={status.conflicts} />
        <FilterButton show="deleted" count={status.deleted} />
        <BackupsButton problem={status.backups.problem} />
      </div>
      <SetForm rule={status.rule} />
      <Content status={status} />
    </section>
  );
}

function Content({ status }: { status: Status }): ReactElement | null {
  const pages = usePages();
  if (pages.total === null || !pages.shown) return null;
  if (pages.total > 0) return <KeyTable rule={status.rule} />;
  const { search, show } = pages.shown;
  if (search !== '' || show !== 'all') return <NoMatch search={search} show={show} />;
  return <FirstRun status={status} />;
}

function NoMatch({ search, show }: Pick<View, 'search' | 'show'>): ReactElement {
  const text = useText().keys;
  const clear = (): void => {
    setApp({ search: '' });
    setView({ ...getApp().view, search: '', show: 'all' });
    focusOn('search');
  };
  return (
    <div className="empty">
      <p dir="auto">{search === '' && show !== 'all' ? text[show].none : text.noMatch(search)}</p>
      <button type="button" className="button" onClick={clear}>
        {search === '' ? text.showAll : text.clear}
      </button>
    </div>
  );
}
