import { type ReactElement, useEffect, useRef } from 'react';
import { setView } from '../actions/keys';
import { announce } from '../actions/tell';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import type { View } from '../pages';
import { getApp, useApp } from '../state';

const ICONS = { conflicts: 'warning', deleted: 'bin' } as const;

interface Props {
  show: Exclude<View['show'], 'all'>;
  /** The number of keys that it would show. */
  count: number;
}

/** Shows only some keys, or all again; present only while such keys exist, or if they did when it was pressed. */
export function FilterButton({ show, count }: Props): ReactElement | null {
  const text = useText().keys[show];
  const pressed = useApp((state) => state.view.show === show);
  useAnnounced(show === 'conflicts' ? count : 0, text.label(count));
  if (count === 0 && !pressed) return null;
  const toggle = (): void => {
    setView({ ...getApp().view, show: pressed ? 'all' : show });
    if (count === 0) focusOn('search');
  };
  return (
    <button
      type="button"
      className={`button filter filter-${show}`}
      data-testid={`${show}-button`}
      aria-label={text.label(count)}
      aria-pressed={pressed}
      title={text.hint}
      onClick={toggle}
    >
      <Icon name={ICONS[show]} />
      <span className="filter-words">{text.label(count)}</span>
      <span className="filter-number">{count}</span>
    </button>
  );
}

/** Reads out that there are some where there were none; those that were there from the start are no news. */
function useAnnounced(count: number, words: string): void {
  const before = useRef(count);
  useEffect(() => {
    if (before.current === 0 && count > 0) announce(words);
    before.current = count;
  }, [count, words]);
}
