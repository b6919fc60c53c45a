import type { ReactElement } from 'react';
import { setView } from '../actions/keys';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { getApp, useApp } from '../state';

/** Shows the keys in conflict alone, or all again; there only while a key is in conflict, or was when it was pressed. */
export function ConflictsButton({ conflicts }: { conflicts: number }): ReactElement | null {
  const text = useText().keys;
  const pressed = useApp((state) => state.view.conflicts);
  if (conflicts === 0 && !pressed) return null;
  const toggle = (): void => {
    setView({ ...getApp().view, conflicts: !pressed });
    if (conflicts === 0) focusOn('search');
  };
  return (
    <button
      type="button"
      className="button conflicts-button"
      data-testid="conflicts-button"
      aria-pressed={pressed}
      title={text.conflictsHint}
      onClick={toggle}
    >
      <Icon name="warning" /> {text.conflicts(conflicts)}
    </button>
  );
}
