import type { ReactElement } from 'react';
import type { KeyDetail } from '../bridge';
import { isolated } from '../format';
import { useText } from '../i18n';
import { Why } from '../ui/why';
import { writerWords } from '../ui/writer-name';
import type { DraftHandle } from './use-draft';

/** The line below the value: what prevents saving, who was faster, or that it is not saved yet. */
export function Meanwhile({ entry, draft }: { entry: KeyDetail; draft: DraftHandle }): ReactElement {
  const text = useText();
  const words = text.detail;
  const writer = draft.overtaken ? entry.history[0]?.by : undefined;
  const problem = draft.problem === 'not-json' ? words.notJson : draft.problem && text.refusals[draft.problem];
  const said = problem ?? (draft.dirty ? words.unsaved : '');
  const tone = writer ? 'wait' : problem ? 'bad' : 'quiet';
  // One element throughout: screen readers miss the words of a status that comes with them.
  return (
    <div id="detail-message" className={`message ${tone}`} role="status" aria-live="polite">
      {writer ? (
        <>
          <span>{words.meanwhile(isolated(writerWords(writer, text)))}</span>
          <button type="button" className="bare" onClick={draft.takeTheirs}>
            {words.takeTheirs}
          </button>
          <button type="button" className="bare" onClick={draft.keepMine}>
            {words.keepMine}
          </button>
        </>
      ) : (
        said && <Why message={draft.reason ?? ''}>{said}</Why>
      )}
    </div>
  );
}
