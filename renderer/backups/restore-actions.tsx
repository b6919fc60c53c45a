import { type ReactElement, useEffect, useRef } from 'react';
import { askAsNew, cancelRestore, closeRestore, restore, restoreAsNew } from '../actions/backups';
import { useText } from '../i18n';
import type { Restoring } from '../state';

interface Action {
  label: string;
  run: () => void;
}

/** What can be done at a step of restoring. The focus comes along, as the button that led here is gone. */
export function RestoreActions({ restoring }: { restoring: Restoring }): ReactElement {
  const text = useText();
  const words = text.backups;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector<HTMLElement>('button:last-child')?.focus(), []);
  const main = mainAction(restoring, words);
  const { at } = restoring.step;
  const other: Action =
    at === 'working'
      ? { label: words.cancel, run: cancelRestore }
      : { label: at === 'done' || main === null ? words.close : words.cancel, run: closeRestore };
  return (
    <div ref={row} className="dialog-actions">
      <button type="button" className="button" onClick={other.run}>
        {other.label}
      </button>
      {main !== null && (
        <button type="button" className="button primary" onClick={main.run}>
          {main.label}
        </button>
      )}
    </div>
  );
}

function mainAction({ backup, asNew, step }: Restoring, words: Words): Action | null {
  if (step.at === 'asking') return { label: words.newNetwork.start, run: () => void restoreAsNew(backup) };
  if (step.at === 'preview' && step.preview.newEntries > 0) {
    return { label: words.restoring.start, run: () => void restore(backup) };
  }
  const otherRule = step.at === 'refused' && step.refusal.code === 'other-rule' && !asNew;
  return otherRule ? { label: words.asNew, run: () => askAsNew(backup) } : null;
}

type Words = ReturnType<typeof useText>['backups'];
