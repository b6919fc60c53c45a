import { type ReactElement, useRef } from 'react';
import { closeDetail } from '../actions/keys';
import type { Rule } from '../bridge';
import { oneLine, tooltip } from '../format';
import { useText } from '../i18n';
import { useApp } from '../state';
import { useScrolledInto } from '../ui/use-scrolled-into';
import { Editor } from './editor';
import { History } from './history';
import { KeyName } from './key-name';
import { type Entry, useEntry } from './use-entry';

/** One key: its value to edit, and its history. Present only while a key is open. */
export function Detail({ rule }: { rule: Rule }): ReactElement | null {
  const open = useApp((state) => state.detailOpen);
  const key = useApp((state) => state.selected?.key ?? null);
  // Keyed, so that nothing of one key's state leaks into the next one's.
  return open && key !== null ? <OneKey key={`key ${key}`} name={key} rule={rule} /> : null;
}

function OneKey({ name, rule }: { name: string; rule: Rule }): ReactElement {
  const text = useText().detail;
  const { entry, reload, loadWhole } = useEntry(name);
  const section = useRef<HTMLElement>(null);
  // In a window too low for it, it opens below the visible part.
  useScrolledInto(section, true);
  return (
    <section
      ref={section}
      className="detail"
      data-testid="detail"
      aria-label={text.label(oneLine(tooltip(name)))}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        closeDetail();
      }}
    >
      {entry ? (
        <>
          <Editor entry={entry} rule={rule} reload={reload} loadWhole={loadWhole} />
          <History entry={entry} rule={rule} />
        </>
      ) : (
        <Nothing name={name} entry={entry} />
      )}
    </section>
  );
}

function Nothing({ name, entry }: { name: string; entry: Entry }): ReactElement {
  const text = useText().detail;
  return (
    <div>
      <KeyName name={name} />
      <p className="quiet">{entry === undefined ? text.loading : text.gone}</p>
    </div>
  );
}
