import type { ReactElement } from 'react';
import { useText } from '../i18n';
import { isLong } from '../limits';

const MAX_ROWS = 6;

interface Props {
  value: string;
  invalid: boolean;
  onChange: (value: string) => void;
  onEnter: () => void;
}

/** One line that grows: a one-line field would silently drop the line breaks of what is pasted. */
export function ValueInput({ value, invalid, onChange, onEnter }: Props): ReactElement {
  const text = useText().keys;
  return (
    <textarea
      id="value-input"
      className={isLong(value) ? 'mono value-input long' : 'mono value-input'}
      data-testid="value-input"
      aria-label={text.valueLabel}
      aria-errormessage="set-message"
      aria-invalid={invalid}
      placeholder={text.value}
      rows={Math.min(MAX_ROWS, value.split('\n', MAX_ROWS).length)}
      value={value}
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      onFocus={(event) => event.target.select()}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}
