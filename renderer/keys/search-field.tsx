import { type ReactElement, useEffect } from 'react';
import { setView } from '../actions/keys';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { usePages } from '../live';
import { getApp, setApp, useApp } from '../state';

/** Shorter than a pause between two words, longer than one between two letters. */
const TYPING_MS = 120;

/** Searches in the main process over all keys and values, a moment after the last letter. */
export function SearchField({ keys }: { keys: number }): ReactElement {
  const text = useText().keys;
  const search = useApp((state) => state.search);
  useDelayedSearch(search);
  return (
    <div className="search">
      <Icon name="search" />
      <input
        id="search"
        type="text"
        data-testid="search"
        aria-label={text.search}
        placeholder={text.searchIn(keys)}
        value={search}
        dir="auto"
        spellCheck={false}
        onChange={(event) => setApp({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && search !== '') {
            event.stopPropagation();
            setApp({ search: '' });
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            focusOn('key-table');
          }
        }}
      />
      <Found />
    </div>
  );
}

function Found(): ReactElement | null {
  const text = useText().keys;
  const pages = usePages();
  const shown = pages.shown?.search ?? '';
  return (
    <span className="found" role="status">
      {shown === '' ? '' : text.found(pages.total ?? 0)}
    </span>
  );
}

function useDelayedSearch(search: string): void {
  useEffect(() => {
    const { view } = getApp();
    if (view.search === search) return;
    const timer = setTimeout(() => setView({ ...getApp().view, search }), search === '' ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [search]);
}
