import { type ReactElement, useEffect, useRef } from 'react';
import { askAsNew, cancelRestore, closeRestore, putBack, restore, restoreAsNew } from '../actions/backups';
import type { Rule } from '../bridge';
import { useText } from '../i18n';
import type { Restoring } from '../state';
import { stayingKeys } from './backup-words';

interface Action {
  label: string;
  run: () => void;
}

/** The actions at a step of restoring, the usual one last. They take the focus, as the button that led here is gone. */
export function RestoreActions({ restoring, rule }: { restoring: Restoring; rule: Rule }): ReactElement {
  const text = useText();
  const words = text.backups;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector<HTMLElement>('button:last-child')?.focus(), []);
  const actions = actionsOf(restoring, rule, words);
  const { at } = restoring.step;
  const other: Action =
    at === 'working'
      ? { label: words.cancel, run: cancelRestore }
      : { label: at === 'done' || actions.length === 0 ? words.close : words.cancel, run: closeRestore };
  return (
    <div ref={row} className="dialog-actions">
      {[other, ...actions].map(({ label, run }, place, all) => {
        const isMain = place > 0 && place === all.length - 1;
        return (
          <button key={label} type="button" className={isMain ? 'button primary' : 'button'} onClick={run}>
            {label}
          </button>
        );
      })}
    </div>
  );
}

function actionsOf({ backup, asNew, step }: Restoring, rule: Rule, words: Words): Action[] {
  if (step.at === 'asking') return [{ label: words.newNetwork.start, run: () => void restoreAsNew(backup) }];
  if (step.at === 'preview') {
    const add = { label: words.restoring.start, run: () => void restore(backup) };
    const over = { label: words.restoring.putBack.start, run: () => void putBack(backup) };
    const mayPutBack = rule === 'latest' && stayingKeys(step.preview) > 0;
    return [...(mayPutBack ? [over] : []), ...(step.preview.newEntries > 0 ? [add] : [])];
  }
  const otherRule = step.at === 'refused' && step.refusal.code === 'other-rule' && !asNew;
  return otherRule ? [{ label: words.asNew, run: () => askAsNew(backup) }] : [];
}

type Words = ReturnType<typeof useText>['backups'];
