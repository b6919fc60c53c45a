import { type FormEvent, type KeyboardEvent, type ReactElement, useState } from 'react';
import { announce } from '../actions/tell';
import { ask, node, type RefusalCode, type Rule } from '../bridge';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { tooLong } from '../limits';
import { useFlash } from '../ui/use-flash';
import { ValueInput } from './value-input';

/** Sets a key to a text, byte for byte. Enter sets and goes back to the key, ready for the next one. */
export function SetForm({ rule }: { rule: Rule }): ReactElement {
  const text = useText();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const [done, flash] = useFlash();
  const problem = tooLong(key, value) ?? refusal;

  const submit = async (): Promise<void> => {
    const local = key === '' ? 'key-empty' : tooLong(key, value);
    if (local) {
      setRefusal(local);
      focusOn(local === 'value-too-long' ? 'value-input' : 'key-input');
      return;
    }
    const focused = document.activeElement;
    const outcome = await ask(node.put(key, { text: value }));
    setRefusal(outcome.ok ? null : outcome.refusal.code);
    if (outcome.ok) {
      announce(text.keys.wasSet(key));
      flash();
      // A value that stayed would be set under the next key by its Enter.
      setValue((now) => (now === value ? '' : now));
    }
    // Whoever typed on elsewhere meanwhile stays there.
    if (document.activeElement === focused) focusOn('key-input');
  };
  const edit = (change: () => void): void => {
    setRefusal(null);
    change();
  };

  return (
    <form
      className="set-form"
      aria-label={text.keys.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="bar">
        <input
          id="key-input"
          className="mono key-input"
          data-testid="key-input"
          aria-label={text.keys.keyLabel}
          aria-describedby="set-message"
          aria-invalid={problem === 'key-too-long' || problem === 'key-empty'}
          placeholder={text.keys.key}
          value={key}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => edit(() => setKey(event.target.value))}
          onKeyDown={(event) => toValue(event, value)}
        />
        <ValueInput
          value={value}
          invalid={problem === 'value-too-long'}
          onChange={(next) => edit(() => setValue(next))}
          onEnter={() => void submit()}
        />
        <button type="submit" className="button primary set-button" data-testid="set-button">
          {done ? <Icon name="check" /> : null}
          {text.keys.set}
        </button>
      </div>
      <p id="set-message" className={problem ? 'message bad' : 'message quiet'} role="alert" data-testid="set-error">
        {problem ? text.refusals[problem] : ''}
      </p>
      {rule === 'first' && !problem && <p className="message quiet">{text.keys.onceHint}</p>}
    </form>
  );
}

/** Enter in the key field goes on to an empty value: nobody means to overwrite a key with nothing. */
function toValue(event: KeyboardEvent<HTMLInputElement>, value: string): void {
  if (event.key !== 'Enter' || value !== '' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  focusOn('value-input');
}
