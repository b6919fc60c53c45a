import type { ReactElement } from 'react';
import { takeFromRow } from '../actions/inline';
import { closeDetail, removeKey } from '../actions/keys';
import type { KeyDetail, Rule } from '../bridge';
import { editableOf } from '../editable';
import { focusOn, focusSoon } from '../focus';
import { size as sizeWords } from '../format';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { isLong } from '../limits';
import { CopyValue } from './copy-value';
import { KeyName } from './key-name';
import { Meanwhile } from './meanwhile';
import { useDraft } from './use-draft';
import type { Entry } from './use-entry';

interface Props {
  entry: KeyDetail;
  rule: Rule;
  reload: () => Promise<Entry>;
  loadWhole: () => void;
}

/** The value of a key to read and to change. */
export function Editor({ entry, rule, reload, loadWhole }: Props): ReactElement {
  const text = useText();
  const words = text.detail;
  const editable = editableOf(entry.deleted ? { json: '""', kind: 'text' } : entry);
  const draft = useDraft(entry, editable, reload);
  const held = entry.json === null && !entry.deleted;
  const locked = rule === 'first';
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.canSave) void draft.save();
      }}
    >
      <div className="detail-head">
        <KeyName name={entry.key} />
        {!entry.deleted && entry.kind !== 'text' && <span className="kind">{text.table.kinds[entry.kind]}</span>}
        {entry.deleted && <span className="deleted">{words.isDeleted}</span>}
        {!entry.deleted && <CopyValue name={entry.key} />}
        {!locked && !entry.deleted && (
          <button
            type="button"
            className="button"
            onClick={() => {
              removeKey(entry.key);
              // This button disappears with the value; the focus must not be lost with it.
              focusOn('key-table');
            }}
          >
            {words.remove}
          </button>
        )}
        {!locked && !held && (
          <button type="submit" className="button primary" aria-disabled={!draft.canSave}>
            {words.save}
          </button>
        )}
        <button type="button" className="bare icon-button" aria-label={words.close} onClick={closeDetail}>
          <Icon name="cross" />
        </button>
      </div>
      <div className="editor-value">
        {held ? (
          <Held size={entry.size} loadWhole={loadWhole} />
        ) : (
          <textarea
            id="detail-value"
            className={isLong(draft.text) ? 'mono detail-value long' : 'mono detail-value'}
            data-testid="detail-value"
            aria-label={editable.mode === 'json' ? words.valueJson : words.value}
            {...{ [draft.problem === null ? 'aria-describedby' : 'aria-errormessage']: 'detail-message' }}
            aria-invalid={draft.problem !== null}
            value={draft.text}
            readOnly={locked}
            dir="auto"
            spellCheck={false}
            onFocus={() => takeFromRow(entry.key)}
            onChange={(event) => draft.edit(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              void draft.save();
            }}
          />
        )}
        <Meanwhile entry={entry} draft={draft} />
      </div>
    </form>
  );
}

function Held({ size, loadWhole }: { size: number; loadWhole: () => void }): ReactElement {
  const text = useText();
  return (
    <p className="held">
      {text.detail.big(sizeWords(size, text))}
      {' · '}
      <button
        type="button"
        className="bare"
        onClick={() => {
          loadWhole();
          focusSoon('detail-value');
        }}
      >
        {text.detail.load}
      </button>
    </p>
  );
}
