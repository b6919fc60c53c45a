import type { ReactElement } from 'react';
import { tell } from '../actions/tell';
import { type Acknowledge, ask, node } from '../bridge';
import { useText } from '../i18n';

/** When what is set here counts as saved, and what that risks. */
export function SavingChoice({ acknowledge }: { acknowledge: Acknowledge }): ReactElement {
  const text = useText().saving;
  const choice = (value: Acknowledge, label: string, means: string): ReactElement => (
    <label className="choice">
      <input
        type="radio"
        name="acknowledge"
        checked={acknowledge === value}
        onChange={() => void ask(node.setAcknowledge(value)).then((outcome) => tell(outcome))}
      />
      <span>
        {label}
        <small>{means}</small>
      </span>
    </label>
  );
  return (
    <fieldset className="choices">
      <legend>{text.heading}</legend>
      {choice('synced', text.synced, text.syncedMeans)}
      {choice('early', text.early, text.earlyMeans)}
    </fieldset>
  );
}
