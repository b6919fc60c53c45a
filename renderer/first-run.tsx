import type { ReactElement } from 'react';
import { openNode } from './actions/new-node';
import type { Status } from './bridge';
import { networkWords } from './header/network-words';
import { useText } from './i18n';
import { Icon } from './icons';
import { setApp } from './state';
import { CopyButton } from './ui/copy-button';

/** Replaces the table while the database is empty, and says what to do first. */
export function FirstRun({ status }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.firstRun;
  const { nodes } = status.nearby;
  const [nearest] = nodes;
  const problem = status.listenProblem;
  return (
    <div className="empty">
      <div className="first-run" data-testid="first-run">
        <h2>{words.running}</h2>
        {problem ? (
          <div>
            <p className="bad">{networkWords(status, text).text}</p>
            <p className="quiet">{problem.code === 'EADDRINUSE' ? words.againOrClose : words.again}</p>
          </div>
        ) : (
          <Address status={status} />
        )}
        <ul>
          <li>{problem ? words.pasteOnly : words.paste}</li>
          {nearest !== undefined && <li>{words.nearby(nearest.name, nodes.length)}</li>}
          <li>{words.setFirst}</li>
        </ul>
        {status.peers.length === 0 && (
          <p className="first-run-alone">
            <span className="quiet">{words.tryAlone}</span>
            <button type="button" className="button" onClick={() => void openNode()}>
              <Icon name="window" /> {words.openSecond}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function Address({ status }: { status: Status }): ReactElement | null {
  const text = useText();
  const words = text.firstRun;
  const address = status.addresses[0]?.address;
  if (status.port === null) return null;
  const shown = address ?? `localhost:${status.port}`;
  return (
    <>
      <p>{address ? words.give : words.local}</p>
      <p className="big-address">
        <span className="mono">{shown}</span>
        <CopyButton className="button primary" value={shown} what={shown} />
        <button type="button" className="button" onClick={() => setApp({ panel: 'invite' })}>
          {text.header.invite}
        </button>
      </p>
    </>
  );
}
