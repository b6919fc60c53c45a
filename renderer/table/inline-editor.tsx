import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import { leaveRow, saveEdit, stopEdit } from '../actions/inline';
import { useText } from '../i18n';
import { setApp, useApp } from '../state';

/** The value of a row as a field: Enter saves, Esc cancels, leaving it untouched closes it. */
export function InlineEditor({ name }: { name: string }): ReactElement | null {
  const text = useText();
  const edit = useApp((state) => state.editing);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  useLayoutEffect(() => {
    const own = input.current;
    return () => leaveRow(name, own === document.activeElement);
  }, [name]);
  if (!edit) return null;
  return (
    <>
      <input
        ref={input}
        className="mono inline-edit"
        aria-label={text.table.editing(edit.key)}
        aria-invalid={edit.error !== null}
        aria-errormessage="inline-error"
        value={edit.text}
        dir="auto"
        spellCheck={false}
        onChange={(event) => setApp({ editing: { ...edit, text: event.target.value, error: null } })}
        onBlur={() => edit.text === edit.original && setApp({ editing: null })}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') stopEdit();
          if (event.key === 'Enter') void saveEdit(edit);
        }}
      />
      <span id="inline-error" className={edit.error ? 'inline-error' : ''} role="alert">
        {edit.error && text.refusals[edit.error]}
      </span>
    </>
  );
}
