import { type FormEvent, type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { announce, toast } from '../actions/tell';
import { ask, node, type RefusalCode, type Rule } from '../bridge';
import { focusOn } from '../focus';
import { shortKey } from '../format';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { tooLong } from '../limits';
import { useFlash } from '../ui/use-flash';
import { ValueInput } from './value-input';

const NOTHING = { key: '', value: '' };

/** An empty value is asked about: one Enter too many would blank a key everywhere. */
type Problem = RefusalCode | 'value-empty';

/** Sets a key to a text, byte for byte. Enter sets and goes back to the key field, empty for the next one. */
export function SetForm({ rule }: { rule: Rule }): ReactElement {
  const text = useText();
  const [typed, setTyped] = useState(NOTHING);
  const [found, setFound] = useState<Problem | null>(null);
  const [done, flash] = useFlash();
  const { key, value } = typed;
  const problem = tooLong(key, value) ?? found;

  const latest = useRef(typed);
  useEffect(() => {
    latest.current = typed;
  }, [typed]);

  const put = async (set: typeof typed): Promise<void> => {
    const outcome = await ask(node.put(set.key, { text: set.value }));
    if (outcome.ok) {
      announce(text.keys.wasSet(set.key));
      flash();
      return;
    }
    const { code } = outcome.refusal;
    const now = latest.current;
    if (now.key === '' && now.value === '') {
      setTyped(set);
      setFound(code);
    } else {
      const again = { label: text.keys.setAgain, run: () => void put(set) };
      // A key that can be set only once refuses for ever.
      const action = code === 'write-once' ? null : again;
      toast(text.keys.wasNotSet(shortKey(set.key), text.refusals[code]), { bad: true, action });
    }
  };
  const write = (): void => {
    // The disk may take its time, and what is typed meanwhile is the next key: its Enter must not set this value again.
    setTyped(NOTHING);
    setFound(null);
    focusOn('key-input');
    void put(typed);
  };
  const submit = (): void => {
    // Nothing was typed, as at the second click of a double click: that calls for no complaint.
    if (key === '' && value === '') return focusOn('key-input');
    const local = key === '' ? 'key-empty' : (tooLong(key, value) ?? (value === '' ? 'value-empty' : null));
    if (local === null) return write();
    setFound(local);
    focusOn(local.startsWith('value') ? 'value-input' : 'key-input');
  };
  const edit = (change: Partial<typeof typed>): void => {
    setFound(null);
    setTyped({ ...typed, ...change });
  };

  return (
    <form
      className="set-form"
      aria-label={text.keys.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="bar">
        <input
          id="key-input"
          className="mono key-input"
          data-testid="key-input"
          aria-label={text.keys.keyLabel}
          aria-errormessage="set-message"
          aria-invalid={problem === 'key-too-long' || problem === 'key-empty'}
          placeholder={text.keys.key}
          value={key}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => edit({ key: event.target.value })}
          onKeyDown={(event) => toValue(event, typed)}
        />
        <ValueInput
          value={value}
          invalid={problem === 'value-too-long'}
          onChange={(next) => edit({ value: next })}
          onEnter={submit}
        />
        <button type="submit" className="button primary set-button" data-testid="set-button">
          {done && problem === null ? <Icon name="check" /> : null}
          {text.keys.set}
        </button>
      </div>
      <Message problem={problem} setEmpty={write} />
      {rule === 'first' && !problem && <p className="message quiet">{text.keys.onceHint}</p>}
    </form>
  );
}

/** Enter in the key field goes on to an empty value; if both fields are empty, it is one Enter too many. */
function toValue(event: KeyboardEvent<HTMLInputElement>, { key, value }: typeof NOTHING): void {
  if (event.key !== 'Enter' || value !== '') return;
  event.preventDefault();
  if (key !== '') focusOn('value-input');
}

function Message({ problem, setEmpty }: { problem: Problem | null; setEmpty: () => void }): ReactElement {
  const text = useText();
  const isQuestion = problem === 'value-empty';
  return (
    <p id="set-message" className={isQuestion ? 'message wait' : 'message bad'} role="alert" data-testid="set-error">
      {isQuestion ? (
        <>
          <span>{text.keys.valueEmpty}</span>
          <button type="button" className="bare" onClick={setEmpty}>
            {text.keys.setEmpty}
          </button>
        </>
      ) : (
        problem && text.refusals[problem]
      )}
    </p>
  );
}
