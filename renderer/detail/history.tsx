import type { ReactElement } from 'react';
import { putBack } from '../actions/keys';
import type { HistoryItem, KeyDetail, Rule } from '../bridge';
import { oneLine, tooltip } from '../format';
import { useText } from '../i18n';
import { When } from '../ui/when';
import { writerWords } from '../ui/writer-name';
import { whyOf } from './why';

const MARKS = { now: '●', conflict: '◐', past: '○' } as const;
const TONES = { now: 'ok', conflict: 'wait', past: 'quiet' } as const;

/** Who wrote what, when, and why one won. Nothing here is lost: every earlier value can be put back. */
export function History({ entry, rule }: { entry: KeyDetail; rule: Rule }): ReactElement {
  const text = useText().detail;
  return (
    <section className="history" aria-label={text.history}>
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

function Item({ item, entry, rule }: { item: HistoryItem; entry: KeyDetail; rule: Rule }): ReactElement {
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
      <Action item={item} entryKey={entry.key} rule={rule} />
    </li>
  );
}

function Value({ item }: { item: HistoryItem }): ReactElement {
  const text = useText();
  if (item.deleted) return <span className="deleted">{text.detail.isDeleted}</span>;
  return (
    <span className="history-value">
      {item.kind !== 'text' && <span className="kind">{text.table.kinds[item.kind]}</span>}
      <span className="mono cut" dir="auto" title={tooltip(item.preview)}>
        {oneLine(item.preview)}
      </span>
    </span>
  );
}

interface ActionProps {
  item: HistoryItem;
  entryKey: string;
  rule: Rule;
}

function Action({ item, entryKey, rule }: ActionProps): ReactElement | null {
  const text = useText().detail;
  if (item.role === 'now') return <span className="ok">{text.now}</span>;
  if (item.deleted || rule === 'first') return null;
  return (
    <button
      type="button"
      className="bare"
      aria-label={text.putBackOf(oneLine(tooltip(item.preview)))}
      onClick={() => void putBack(entryKey, item.stamp)}
    >
      {text.putBack}
    </button>
  );
}
