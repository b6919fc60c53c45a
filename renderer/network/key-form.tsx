import { type FormEvent, type ReactElement, useState } from 'react';
import { announce } from '../actions/tell';
import { ask, node, type Refusal } from '../bridge';
import { useText } from '../i18n';
import { MAX_NETWORK_KEY } from '../limits';

interface Props {
  isPrivate: boolean;
  /** The key was set. */
  done: () => void;
}

/** Takes a network key that is typed, pasted or drawn. */
export function KeyForm({ isPrivate, done }: Props): ReactElement {
  const text = useText();
  const words = text.networkKey;
  const [key, setKey] = useState('');
  const [working, setWorking] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);

  const type = (typed: string): void => {
    setRefused(null);
    setKey(typed);
  };
  const draw = async (): Promise<void> => {
    // What stands there is being set.
    if (working) return;
    const answer = await ask(node.drawNetworkKey());
    if (!answer.ok) return;
    type(answer.value);
    announce(words.generated);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working) return;
    setWorking(true);
    // The same words again would not be read out.
    setRefused(null);
    const outcome = await ask(node.setNetworkKey(key));
    setWorking(false);
    if (!outcome.ok) return setRefused(outcome.refusal);
    announce(words.isPrivate);
    type('');
    done();
  };

  return (
    <form className="key-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor="network-key">{isPrivate ? words.another : words.key}</label>
      <div className="bar">
        <input
          id="network-key"
          className="mono grow"
          aria-errormessage="network-key-error"
          aria-invalid={refused !== null}
          placeholder={words.placeholder}
          value={key}
          maxLength={MAX_NETWORK_KEY}
          autoComplete="off"
          spellCheck={false}
          readOnly={working}
          onChange={(event) => type(event.target.value)}
        />
        <button type="button" className="button" onClick={() => void draw()} aria-disabled={working}>
          {words.generate}
        </button>
        <button type="submit" className="button primary" aria-disabled={working}>
          {working ? words.working : isPrivate ? words.change : words.makePrivate}
        </button>
      </div>
      <p id="network-key-error" className={refused ? 'message bad' : 'message'} role="alert">
        {refused ? text.refusals[refused.code] : ''}
      </p>
    </form>
  );
}
