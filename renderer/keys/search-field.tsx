import { type ReactElement, useEffect } from 'react';
import { setView } from '../actions/keys';
import { announce } from '../actions/tell';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { MAX_SEARCH } from '../limits';
import { usePages } from '../live';
import type { View } from '../pages';
import { getApp, setApp, useApp } from '../state';

/** Shorter than a pause between two words, longer than one between two letters. */
const TYPING_MS = 120;

/** Searches in the main process over all keys and values, a moment after the last letter. */
export function SearchField({ keys, isStale }: { keys: number; isStale: boolean }): ReactElement {
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
        maxLength={MAX_SEARCH}
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
      <Found isStale={isStale} />
    </div>
  );
}

function Found({ isStale }: { isStale: boolean }): ReactElement {
  const text = useText().keys;
  const { shown, total } = usePages();
  const asked = useApp((state) => state.view);
  const count = shown === null || shown.search === '' ? '' : text.found(total ?? 0);
  const words = isStale ? text[workOn(asked, shown)] : count;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read out for each search, not as others write
  useEffect(() => {
    if (words !== '') announce(words);
  }, [isStale, shown]);
  return <span className="found">{words}</span>;
}

function workOn(asked: View, shown: View | null): 'loading' | 'searching' | 'sorting' {
  if (shown === null) return 'loading';
  return asked.search === shown.search && asked.show === shown.show ? 'sorting' : 'searching';
}

function useDelayedSearch(search: string): void {
  useEffect(() => {
    const { view } = getApp();
    if (view.search === search) return;
    const timer = setTimeout(() => setView({ ...getApp().view, search }), search === '' ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [search]);
}
