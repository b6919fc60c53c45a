import type { ReactElement } from 'react';
import { keep, putBack } from '../actions/keys';
import type { HistoryItem, KeyDetail, Rule } from '../bridge';
import { focusOn } from '../focus';
import { oneLine, tooltip } from '../format';
import { type Text, useText } from '../i18n';
import { ValuePreview } from '../ui/value-preview';
import { When } from '../ui/when';
import { writerWords } from '../ui/writer-name';
import { whyOf } from './why';

const MARKS = { now: '●', conflict: '◐', past: '○' } as const;
const TONES = { now: 'ok', conflict: 'wait', past: 'quiet' } as const;

/** Who wrote what, when, and why one won. Nothing here is lost: every earlier value can be put back. */
export function History({ entry, rule }: { entry: KeyDetail; rule: Rule }): ReactElement {
  const text = useText().detail;
  return (
    <section className="history">
      <h2>{text.history}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <ol tabIndex={0} aria-label={text.history}>
        {entry.history.map((item) => (
          <Item key={item.stamp} item={item} entry={entry} rule={rule} />
        ))}
      </ol>
    </section>
  );
}

interface ItemProps {
  item: HistoryItem;
  entry: KeyDetail;
  rule: Rule;
}

function Item({ item, entry, rule }: ItemProps): ReactElement {
  const text = useText();
  const why = whyOf(item, entry.history, rule, text);
  return (
    <li>
      <span className={TONES[item.role]} role="img" aria-label={text.detail[item.role]} title={text.detail[item.role]}>
        {MARKS[item.role]}
      </span>
      <span className="history-text">
        <Value item={item} />
        <span className="quiet">
          <bdi>{writerWords(item.by, text)}</bdi>, <When time={item.time} />
          {why}
        </span>
      </span>
      <Action item={item} entry={entry} rule={rule} />
    </li>
  );
}

function Value({ item }: { item: HistoryItem }): ReactElement {
  const text = useText();
  if (item.deleted) return <span className="deleted">{text.detail.isDeleted}</span>;
  return (
    <span className="history-value">
      <ValuePreview kind={item.kind} preview={item.preview} />
    </span>
  );
}

function Action({ item, entry, rule }: ItemProps): ReactElement | null {
  const text = useText().detail;
  const wins = item.role === 'now';
  const isContested = entry.history.some(({ role }) => role === 'conflict');
  if (rule === 'first' || (wins ? !isContested : item.deleted)) {
    // The mark before the value has told it to a screen reader.
    return wins ? (
      <span className="ok" aria-hidden="true">
        {text.now}
      </span>
    ) : null;
  }
  const what = whatOf(item, text);
  return (
    <button
      type="button"
      className="bare"
      aria-label={wins ? text.keepOf(what) : text.putBackOf(what)}
      title={wins ? text.keepHint : undefined}
      onClick={() => {
        void (wins ? keep : putBack)(entry.key, item.stamp);
        // The action of this button changes, or the button disappears.
        focusOn('detail-value');
      }}
    >
      {wins ? text.keep : text.putBack}
    </button>
  );
}

function whatOf({ deleted, preview }: HistoryItem, text: Text['detail']): string {
  if (deleted) return text.deletion;
  return preview === '' ? text.emptyText : text.quote(oneLine(tooltip(preview)));
}
