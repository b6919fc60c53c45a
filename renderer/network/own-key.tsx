import { type ReactElement, useEffect, useState } from 'react';
import { tell } from '../actions/tell';
import { ask, node } from '../bridge';
import { useText } from '../i18n';
import { CopyButton } from '../ui/copy-button';

/** As many dots for any key. */
const HIDDEN = '••••-••••-••••-••••-••••';

/** The network key, hidden until asked for, and the way back to an open network. */
export function OwnKey(): ReactElement {
  const words = useText().networkKey;
  const [key, setKey] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const [opening, setOpening] = useState(false);
  useEffect(() => {
    void ask(node.networkKey()).then((answer) => answer.ok && setKey(answer.value));
  }, []);
  return (
    <>
      <div className="network-key">
        <code data-testid="network-key">{shown ? key : HIDDEN}</code>
        <button type="button" className="button" onClick={() => setShown(!shown)}>
          {shown ? words.hide : words.show}
        </button>
        {key !== null && <CopyButton className="button" value={key} />}
      </div>
      {opening ? (
        <p className="network-open" role="alert">
          {words.openMeans}
          <button type="button" className="button" onClick={() => setOpening(false)}>
            {words.stayPrivate}
          </button>
          <button type="button" className="button primary" onClick={() => void makeOpen()}>
            {words.makeOpen}
          </button>
        </p>
      ) : (
        <button type="button" className="button" onClick={() => setOpening(true)}>
          {words.makeOpen}…
        </button>
      )}
    </>
  );
}

async function makeOpen(): Promise<void> {
  tell(await ask(node.setNetworkKey(null)));
}
