import { type FormEvent, type ReactElement, useState } from 'react';
import { ask, node, type UpdateStatus } from '../bridge';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { MAX_FEED_ADDRESS } from '../limits';
import { UpdateStep } from './update-step';

/** Where to look for newer versions of the app, and the progress. Each step waits for a click. */
export function Updates({ updates }: { updates: UpdateStatus }): ReactElement {
  const text = useText().updates;
  const [address, setAddress] = useState(updates.address);
  const { at } = updates.state;
  const busy = at === 'checking' || at === 'downloading';
  const isEmpty = address.trim() === '';
  const check = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    if (isEmpty && updates.address === '') return focusOn('update-address');
    void ask(node.checkForUpdate(address.trim()));
  };
  return (
    <form className="updates" data-testid="updates" onSubmit={check}>
      <label htmlFor="update-address">{text.heading}</label>
      <div className="bar">
        <input
          id="update-address"
          className="mono grow"
          aria-describedby="update-hint"
          placeholder={text.placeholder}
          value={address}
          maxLength={MAX_FEED_ADDRESS}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAddress(event.target.value)}
        />
        <button type="submit" className="button" aria-disabled={busy}>
          {isEmpty && updates.address !== '' ? text.turnOff : text.check}
        </button>
      </div>
      <p id="update-hint" className="hint">
        {text.hint}
      </p>
      <UpdateStep updates={updates} />
    </form>
  );
}
