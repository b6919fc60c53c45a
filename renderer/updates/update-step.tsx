import type { ReactElement } from 'react';
import { ask, node, type UpdateStatus } from '../bridge';
import { useText } from '../i18n';
import { Why } from '../ui/why';
import { updateWords } from './update-words';

/** What is known about a newer version, and the one thing that can be done with it. */
export function UpdateStep({ updates }: { updates: UpdateStatus }): ReactElement {
  const text = useText();
  const { state, installable } = updates;
  const { at } = state;
  return (
    <>
      <p className={at === 'failed' ? 'message bad' : 'message'} role="status" data-testid="update-state">
        <span
          // That a download begins is read out, and not each percent of it.
          aria-live={at === 'downloading' && state.percent > 0 ? 'off' : undefined}
        >
          <Why message={at === 'failed' ? state.refusal.message : ''}>{updateWords(updates, text)}</Why>
        </span>
      </p>
      {at === 'available' && state.notes !== '' && (
        <textarea className="notes" aria-label={text.updates.notes} value={state.notes} rows={4} readOnly />
      )}
      {at === 'downloading' && <progress max={100} value={state.percent} aria-label={text.updates.heading} />}
      {at === 'available' && installable && (
        <button type="button" className="button primary" onClick={() => void ask(node.downloadUpdate())}>
          {text.updates.download}
        </button>
      )}
      {at === 'ready' && (
        <button type="button" className="button primary" onClick={() => void ask(node.installUpdate())}>
          {text.updates.install}
        </button>
      )}
    </>
  );
}
