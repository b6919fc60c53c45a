import { type FormEvent, type ReactElement, useState } from 'react';
import { showNewest } from '../actions/peers';
import { announce } from '../actions/tell';
import { ask, node, type Refusal } from '../bridge';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { networkOf } from '../invitation/invitation-words';
import { Why } from '../ui/why';
import { usePeerCheck } from './use-peer-check';

/**
 * Dials what is typed: an address, or an invitation. It is checked while typing; the reason for a failed dial stays
 * below the field.
 */
export function AddPeer(): ReactElement {
  const text = useText();
  const words = text.peers;
  const [peer, setPeer] = useState('');
  const [linking, setLinking] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const checked = usePeerCheck(peer);
  const problem = failed ?? (checked?.ok === false ? checked.refusal : null);
  const invitation = checked?.ok ? checked.value : null;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wanted = peer.trim();
    if (linking) return;
    if (wanted === '') return focusOn('peer-address');
    setLinking(true);
    // The same words again would not be read out.
    setFailed(null);
    // What was sent at once is not checked yet, and its text may hold a network key, which is not to be read out.
    const read = await ask(node.checkPeer(wanted));
    const linked = await ask(node.addPeer(wanted));
    setLinking(false);
    if (!linked.ok) return setFailed(linked.refusal);
    const invited = read.ok ? read.value : null;
    if (linked.value) announce(words.linked(invited?.name ?? invited?.addresses[0] ?? wanted));
    setPeer('');
    showNewest();
  };

  return (
    <form className="add-peer" onSubmit={(event) => void submit(event)}>
      <div className="bar">
        <input
          id="peer-address"
          className="mono grow"
          data-testid="peer-address-input"
          aria-label={words.address}
          aria-describedby="peer-invitation"
          aria-errormessage="peer-error"
          aria-invalid={problem !== null}
          placeholder={words.placeholder}
          value={peer}
          autoComplete="off"
          spellCheck={false}
          readOnly={linking}
          onChange={(event) => {
            setFailed(null);
            setPeer(event.target.value);
          }}
        />
        <button type="submit" className="button primary" data-testid="peer-link-button" aria-disabled={linking}>
          {linking ? words.linking : words.link}
        </button>
      </div>
      {linking && <progress className="link-progress" aria-label={words.linking} />}
      <p id="peer-error" className={problem ? 'message bad' : 'message'} role="alert" data-testid="peer-error">
        {problem && <Why message={problem.message}>{text.refusals[problem.code]}</Why>}
      </p>
      <p id="peer-invitation" className="message quiet" role="status" data-testid="peer-invitation">
        {invitation !== null && problem === null ? words.invitedTo(networkOf(invitation, text)) : ''}
      </p>
    </form>
  );
}
