import type { ReactElement } from 'react';
import type { KeyDetail } from '../bridge';
import { useText } from '../i18n';
import { writerWords } from '../ui/writer-name';
import type { DraftHandle } from './use-draft';

/** The line below the value: what prevents saving, who was faster, or that it is not saved yet. */
export function Meanwhile({ entry, draft }: { entry: KeyDetail; draft: DraftHandle }): ReactElement {
  const text = useText();
  const words = text.detail;
  const writer = entry.history[0]?.by;
  if (draft.overtaken && writer) {
    return (
      <div id="detail-message" className="message wait" role="status">
        <span>{words.meanwhile(writerWords(writer, text))}</span>
        <button type="button" className="bare" onClick={draft.takeTheirs}>
          {words.takeTheirs}
        </button>
        <button type="button" className="bare" onClick={draft.keepMine}>
          {words.keepMine}
        </button>
      </div>
    );
  }
  const problem = draft.problem === 'not-json' ? words.notJson : draft.problem && text.refusals[draft.problem];
  return (
    <p
      id="detail-message"
      className={problem ? 'message bad' : 'message quiet'}
      role="status"
      title={draft.reason ?? ''}
    >
      {problem ?? (draft.dirty ? words.unsaved : '')}
    </p>
  );
}
