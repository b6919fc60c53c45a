import { type FormEvent, type ReactElement, useState } from 'react';
import { announce } from '../actions/tell';
import { ask, node, type Refusal } from '../bridge';
import { useText } from '../i18n';
import { useAddressCheck } from './use-address-check';

/** Dials what is typed. The address is checked as one types; why a dial failed stays below the field. */
export function AddPeer(): ReactElement {
  const text = useText();
  const words = text.peers;
  const [address, setAddress] = useState('');
  const [linking, setLinking] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const checked = useAddressCheck(address);
  const problem = failed ?? checked;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wanted = address.trim();
    if (linking || wanted === '') return;
    setLinking(true);
    const outcome = await ask(node.addPeer(wanted));
    setLinking(false);
    if (!outcome.ok) return setFailed(outcome.refusal);
    announce(words.linked(wanted));
    setAddress('');
  };

  return (
    <form className="add-peer" onSubmit={(event) => void submit(event)}>
      <div className="bar">
        <input
          id="peer-address"
          className="mono grow"
          data-testid="peer-address-input"
          aria-label={words.address}
          aria-describedby="peer-error"
          aria-invalid={problem !== null}
          placeholder={words.placeholder}
          value={address}
          autoComplete="off"
          spellCheck={false}
          readOnly={linking}
          onChange={(event) => {
            setFailed(null);
            setAddress(event.target.value);
          }}
        />
        <button type="submit" className="button primary" data-testid="peer-link-button" disabled={linking}>
          {linking ? words.linking : words.link}
        </button>
      </div>
      {linking && <progress className="link-progress" aria-label={words.linking} />}
      <p
        id="peer-error"
        className={problem ? 'message bad' : 'message'}
        role="alert"
        data-testid="peer-error"
        title={problem?.message ?? ''}
      >
        {problem ? text.refusals[problem.code] : ''}
      </p>
    </form>
  );
}
