import { type ReactElement, useState } from 'react';
import { tell } from '../actions/tell';
import { ask, node, type Status } from '../bridge';
import { focusSoon } from '../focus';
import { useText } from '../i18n';
import { CopyButton } from '../ui/copy-button';
import { useAsked } from '../use-asked';

/** The same number of dots for any key. */
const HIDDEN = '••••-••••-••••-••••-••••';

/**
 * The network key, hidden until asked for, and the way back to an open network. Each status may come of another key, which
 * an invitation or the command line has set.
 */
export function OwnKey({ status }: { status: Status }): ReactElement {
  const words = useText().networkKey;
  const answer = useAsked(() => ask(node.networkKey()), status);
  const key = answer?.ok ? answer.value : null;
  const [shown, setShown] = useState(false);
  const [opening, setOpening] = useState(false);
  const askToOpen = (asking: boolean): void => {
    setOpening(asking);
    focusSoon(asking ? 'stay-private' : 'make-open');
  };
  return (
    <>
      <div className="network-key">
        <code data-testid="network-key" aria-hidden={!shown}>
          {shown ? key : HIDDEN}
        </code>
        <button type="button" className="button" onClick={() => setShown(!shown)}>
          {shown ? words.hide : words.show}
          <span className="visually-hidden"> {words.theKey}</span>
        </button>
        {key !== null && <CopyButton className="button" value={key} what={words.theKey} />}
      </div>
      {opening ? (
        <p className="network-open" role="alert">
          {words.openMeans}
          <button id="stay-private" type="button" className="button" onClick={() => askToOpen(false)}>
            {words.stayPrivate}
          </button>
          <button type="button" className="button" onClick={() => void makeOpen()}>
            {words.makeOpen}
          </button>
        </p>
      ) : (
        <button id="make-open" type="button" className="button" onClick={() => askToOpen(true)}>
          {words.makeOpen}…
        </button>
      )}
    </>
  );
}

async function makeOpen(): Promise<void> {
  const from = document.activeElement;
  if (tell(await ask(node.setNetworkKey(null)))) focusSoon('network-key', from);
}
