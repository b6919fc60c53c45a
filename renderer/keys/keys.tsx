import type { ReactElement } from 'react';
import { setView } from '../actions/keys';
import { BackupsButton } from '../backups/backups-button';
import type { Status } from '../bridge';
import { FirstRun } from '../first-run';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { usePages } from '../live';
import { getApp, setApp } from '../state';
import { KeyTable } from '../table/key-table';
import { ConflictsButton } from './conflicts-button';
import { SearchField } from './search-field';
import { SetForm } from './set-form';
import { useIsStale } from './use-is-stale';

/** What is in the database: search, set, and the table or what stands in its place. */
export function Keys({ status }: { status: Status }): ReactElement {
  const text = useText().keys;
  const isStale = useIsStale();
  return (
    <section className={isStale ? 'keys stale' : 'keys'} aria-label={text.heading}>
      <div className="search-bar">
        <SearchField keys={status.keys} isStale={isStale} />
        <ConflictsButton conflicts={status.conflicts} />
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
  const { search, conflicts } = pages.shown;
  if (search !== '' || conflicts) return <NoMatch search={search} />;
  return <FirstRun status={status} />;
}

function NoMatch({ search }: { search: string }): ReactElement {
  const text = useText().keys;
  const clear = (): void => {
    setApp({ search: '' });
    setView({ ...getApp().view, search: '', conflicts: false });
    focusOn('search');
  };
  return (
    <div className="empty">
      <p dir="auto">{search === '' ? text.noConflict : text.noMatch(search)}</p>
      <button type="button" className="button" onClick={clear}>
        {search === '' ? text.showAll : text.clear}
      </button>
    </div>
  );
}
